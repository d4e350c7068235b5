package dev.runbook.adapter.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Opens HTTP clients that send a changing call once and keep enough connections for many concurrent copies. */
final class Connections {

    private static final String KEPT_PER_HOST = "64";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private Connections() {}

    static SdkHttpClient open() {
        // The JDK keeps 5 connections per host by default, and reads this property once.
        System.setProperty("http.maxConnections", KEPT_PER_HOST);
        // The JDK repeats a POST without a response by default: RDS would execute it twice.
        System.setProperty("sun.net.http.retryPost", "false");
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(ANSWER_TIMEOUT)
                .build();
    }
}
