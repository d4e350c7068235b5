package dev.runbook.adapter.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Opens HTTP clients that send a changing call once and keep enough connections for many copies at a time. */
final class Connections {

    private static final String KEPT_PER_HOST = "64";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private Connections() {}

    static SdkHttpClient open() {
        // The JDK keeps 5 connections per host unless told otherwise, and reads this once.
        System.setProperty("http.maxConnections", KEPT_PER_HOST);
        // The JDK sends a POST a second time when the first one got no answer: RDS would do the thing twice.
        System.setProperty("sun.net.http.retryPost", "false");
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(ANSWER_TIMEOUT)
                .build();
    }
}
