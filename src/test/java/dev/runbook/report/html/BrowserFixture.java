package dev.runbook.report.html;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A headless Chromium with one page, spoken to over its DevTools protocol. */
final class BrowserFixture implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final AtomicLong number = new AtomicLong();
    private final Map<Long, CompletableFuture<Value.Fields>> open = new ConcurrentHashMap<>();
    private final List<Value.Fields> told = Collections.synchronizedList(new ArrayList<>());
    private String session = "";

    private BrowserFixture(Process process, URI address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Hearing())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** The program, when this machine has one. */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(":"))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile a new folder, which the browser fills */
    static BrowserFixture start(Path program, Path profile) throws IOException, InterruptedException {
        List<String> words = List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("browser.log").toFile())
                .start();
        try {
            BrowserFixture browser =
                    new BrowserFixture(process, address(process, profile.resolve("DevToolsActivePort")));
            browser.attach();
            return browser;
        } catch (RuntimeException | IOException e) {
            end(process);
            throw e;
        }
    }

    /** Opens a page and waits until it is there. */
    void open(Path page) {
        told.clear();
        call("Page.navigate", Map.of("url", new Value.Text(page.toUri().toString())));
        CompletableFuture.supplyAsync(() -> {
                    while (told("Page.loadEventFired").isEmpty()) {
                        pause();
                    }
                    return true;
                })
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void width(long pixels) {
        Map<String, Value> screen = new LinkedHashMap<>();
        screen.put("width", new Value.Whole(pixels));
        screen.put("height", new Value.Whole(800));
        screen.put("deviceScaleFactor", new Value.Whole(1));
        screen.put("mobile", new Value.Bool(pixels < 600));
        call("Emulation.setDeviceMetricsOverride", screen);
    }

    void scripts(boolean on) {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", new Value.Bool(!on)));
    }

    /** What an expression of JavaScript yields, as it shows itself. */
    String value(String expression) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("expression", new Value.Text("String(" + expression + ")"));
        Value.Fields answer = call("Runtime.evaluate", parameters);
        return fields(answer, "result").get("value").map(Value::show).orElseGet(answer::show);
    }

    /** The parameters of every event of this kind since the page was opened. */
    List<Value.Fields> told(String method) {
        synchronized (told) {
            return told.stream()
                    .filter(event -> event.get("method").equals(Optional.of(new Value.Text(method))))
                    .map(event -> fields(event, "params"))
                    .toList();
        }
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    private static URI address(Process process, Path port) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "the browser does not start: " + Files.readString(port.resolveSibling("browser.log")));
            }
            Thread.sleep(50);
        }
        List<String> lines = Files.readAllLines(port);
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    }

    private void attach() {
        Value.Fields made = call("Target.createTarget", Map.of("url", new Value.Text("about:blank")));
        Map<String, Value> target = new LinkedHashMap<>();
        target.put("targetId", made.get("targetId").orElseThrow());
        target.put("flatten", new Value.Bool(true));
        session = call("Target.attachToTarget", target)
                .get("sessionId")
                .orElseThrow()
                .show();
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    private Value.Fields call(String method, Map<String, Value> parameters) {
        long id = number.incrementAndGet();
        CompletableFuture<Value.Fields> answer = new CompletableFuture<>();
        open.put(id, answer);
        Map<String, Value> message = new LinkedHashMap<>();
        message.put("id", new Value.Whole(id));
        message.put("method", new Value.Text(method));
        message.put("params", new Value.Fields(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", new Value.Text(session));
        }
        socket.sendText(Json.write(new Value.Fields(message)), true).join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static Value.Fields fields(Value.Fields fields, String name) {
        return (Value.Fields) fields.get(name).orElse(new Value.Fields(Map.of()));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sorts what the browser says into answers and events. */
    private final class Hearing implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(true);
        }

        private void take(String message) {
            try {
                Value.Fields fields = (Value.Fields) Json.read(message);
                if (fields.get("id").orElse(new Value.Null()) instanceof Value.Whole id) {
                    Optional.ofNullable(open.remove(id.number())).ifPresent(answer -> answer.complete(result(fields)));
                } else {
                    told.add(fields);
                }
            } catch (ParseException e) {
                throw new IllegalStateException(message, e);
            }
        }

        private Value.Fields result(Value.Fields answer) {
            return answer.get("error").isPresent() ? answer : fields(answer, "result");
        }
    }
}
