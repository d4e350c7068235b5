package dev.runbook.adapter.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A loopback server for Secrets Manager and Parameter Store that answers signed calls of the JSON protocol. */
public final class SecretServer implements AutoCloseable {

    private static final Pattern SIGNED = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request, .*Signature=[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("\"(?:SecretId|Name)\":\"([^\"]*)\"");

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private SecretServer(HttpServer server) {
        this.server = server;
    }

    public static SecretServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SecretServer started = new SecretServer(server);
        server.createContext("/", started::answer);
        server.start();
        return started;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the secret that {@code GetSecretValue} returns. */
    public SecretServer secret(String name, String text) {
        answers.put(name, "{\"Name\":" + quoted(name) + ",\"SecretString\":" + quoted(text) + "}");
        return this;
    }

    SecretServer binary(String name) {
        answers.put(name, "{\"Name\":" + quoted(name) + ",\"SecretBinary\":\"AAEC\"}");
        return this;
    }

    /** Sets the parameter that {@code GetParameter} returns. */
    public SecretServer parameter(String name, String type, String text) {
        answers.put(
                name,
                "{\"Parameter\":{\"Name\":" + quoted(name) + ",\"Type\":" + quoted(type) + ",\"Value\":" + quoted(text)
                        + "}}");
        return this;
    }

    /** The received calls: operation, name, access key id, and the credential scope of the signature. */
    List<String> calls() {
        return Collections.unmodifiableList(calls);
    }

    /** The number of received calls. */
    public int count() {
        return calls.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        String target = String.valueOf(call.getRequestHeaders().getFirst("X-Amz-Target"));
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher signed = SIGNED.matcher(String.valueOf(call.getRequestHeaders().getFirst("Authorization")));
        Matcher name = NAME.matcher(body);
        if (!signed.matches() || !name.find()) {
            send(call, 403, "{\"__type\":\"MissingAuthenticationTokenException\",\"message\":\"not signed\"}");
            return;
        }
        String asked = name.group(1);
        String decrypted = body.contains("\"WithDecryption\":true") ? " decrypted" : "";
        calls.add(target + " " + asked + decrypted + " by " + signed.group(1) + " for " + signed.group(3) + " in "
                + signed.group(2));
        if (asked.startsWith("forbidden")) {
            send(
                    call,
                    400,
                    "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized to perform this on " + asked
                            + "\"}");
        } else if (answers.containsKey(asked)) {
            send(call, 200, answers.get(asked));
        } else {
            String code = target.startsWith("secretsmanager") ? "ResourceNotFoundException" : "ParameterNotFound";
            send(call, 400, "{\"__type\":\"" + code + "\",\"message\":\"there is no " + asked + "\"}");
        }
    }

    private static void send(HttpExchange call, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
