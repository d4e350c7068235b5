package dev.runbook.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.config.SandboxCredentials;
import dev.runbook.sandbox.rds.RdsApi;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.QueryProtocol;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The loopback port on which RDS and STS answer, and on which faults are ordered. */
final class SandboxHttpServer implements AutoCloseable {

    private static final QueryProtocol RDS = new QueryProtocol("http://rds.amazonaws.com/doc/2014-10-31/");
    private static final QueryProtocol STS = new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/");

    private final Fleet fleet;
    private final RdsApi rds;
    private final StsApi sts;
    private final ControlApi control;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        var thread = new Thread(body, "http");
        thread.setDaemon(true);
        return thread;
    });

    SandboxHttpServer(Fleet fleet, RdsApi rds, ControlApi control) throws IOException {
        this.fleet = fleet;
        this.rds = rds;
        this.sts = new StsApi(fleet);
        this.control = control;
        // Without this the JDK's server waits 40 ms for an acknowledgement on every kept-alive connection.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), fleet.ports().rds());
        try {
            this.server = HttpServer.create(address, 100);
        } catch (BindException e) {
            throw new IOException(
                    "port " + fleet.ports().rds() + " is in use by another program; `ports` in the fleet file says"
                            + " where the sandbox listens",
                    e);
        }
    }

    void start() {
        server.createContext("/", this::handleAws);
        server.createContext("/sandbox/", control::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handleAws(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        var parameters = QueryProtocol.parseForm(body.isEmpty() ? query : body);
        var action = parameters.getOrDefault("Action", "");
        var protocol = StsApi.supports(action) ? STS : RDS;
        try {
            SandboxCredentials.check(
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")), fleet);
            var response = call(action, parameters);
            if (response.isLost()) {
                exchange.close();
            } else {
                send(exchange, 200, protocol.response(action, response.result()));
            }
        } catch (AwsError e) {
            send(exchange, e.status(), protocol.errorResponse(e));
        } catch (RuntimeException e) {
            e.printStackTrace();
            send(exchange, 500, protocol.errorResponse(new AwsError("InternalFailure", 500, String.valueOf(e))));
        }
    }

    private RdsApi.ApiResponse call(String action, Map<String, String> parameters) {
        return StsApi.supports(action)
                ? new RdsApi.ApiResponse(sts.call(action, parameters), false)
                : rds.call(action, parameters);
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("<") ? "text/xml" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
