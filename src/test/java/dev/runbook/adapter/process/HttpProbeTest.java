package dev.runbook.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.runbook.port.PortException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/fine", 200, "");
        answer("/ill", 503, "");
        answer("/moved", 302, "/fine");
        answer("/circle", 307, "/circle");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void returnsTheStatusAndFollowsRedirects() throws Exception {
        HttpProbe probe = new HttpProbe();

        assertThat(probe.get(uri("/fine"), TIMEOUT)).isEqualTo(200);
        assertThat(probe.get(uri("/ill"), TIMEOUT)).isEqualTo(503);
        assertThat(probe.get(uri("/moved"), TIMEOUT)).isEqualTo(200);
    }

    @Test
    void noAnswerMayBeAskedForAgainAndACircleMayNot() {
        URI circle = uri("/circle");
        URI nobody = uri("/fine");
        assertKind(circle, PortException.Kind.BROKEN);
        server.stop(0);
        assertKind(nobody, PortException.Kind.RETRYABLE);
        assertKind(URI.create("file:///etc/passwd"), PortException.Kind.BROKEN);
    }

    private static void assertKind(URI uri, PortException.Kind kind) {
        assertThatThrownBy(() -> new HttpProbe().get(uri, TIMEOUT))
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(String path, int status, String location) {
        server.createContext(path, exchange -> {
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
