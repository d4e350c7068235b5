package dev.runbook.adapter.process;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Secrets;
import dev.runbook.world.Password;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Secrets from a program that gets the name as its last argument and prints the secret. */
public final class SecretCommand implements Secrets {

    private static final int BYTES_MAX = 64 << 10;

    private final List<String> argv;
    private final Path folder;
    private final Duration timeout;

    public SecretCommand(List<String> argv, Path folder, Duration timeout) {
        this.argv = List.copyOf(argv);
        this.folder = folder;
        this.timeout = timeout;
    }

    @Override
    public Password secret(String name) throws PortException {
        List<String> whole = new ArrayList<>(argv);
        whole.add(name);
        String call = "secret:" + name;
        try {
            // Standard error goes to the terminal of the user; only standard output is the secret.
            Process process = new ProcessBuilder(whole)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            process.onExit()
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(late -> {
                        process.destroyForcibly();
                        return process;
                    });
            String printed =
                    new String(process.getInputStream().readNBytes(BYTES_MAX), StandardCharsets.UTF_8).stripTrailing();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new PortException(Kind.DENIED, call, argv.get(0) + " ended with exit code " + exitCode);
            }
            if (printed.isEmpty()) {
                throw new PortException(Kind.NOT_FOUND, call, argv.get(0) + " printed nothing");
            }
            return new Password(printed);
        } catch (IOException e) {
            throw new PortException(Kind.BROKEN, call, argv.get(0) + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PortException(Kind.DENIED, call, "interrupted while " + argv.get(0) + " ran", e);
        }
    }
}
