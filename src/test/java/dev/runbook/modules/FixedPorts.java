package dev.runbook.modules;

import dev.runbook.port.Approval;
import dev.runbook.port.Clock;
import dev.runbook.port.Database;
import dev.runbook.port.EvidenceStore;
import dev.runbook.port.Http;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Pacing;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PollPolicy;
import dev.runbook.port.Ports;
import dev.runbook.port.ProgressListener;
import dev.runbook.port.Rds;
import dev.runbook.port.RetryPolicy;
import dev.runbook.port.Shell;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ports of a test: those that were given; the use of another one fails. */
public final class FixedPorts {

    private final List<String> lines = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();
    private final Map<String, ObjectStore> stores = new HashMap<>();
    private Shell shell = missing(Shell.class);
    private Http http = missing(Http.class);
    private Approval approval = missing(Approval.class);
    private Database database = missing(Database.class);
    private PasswordStore passwords = missing(PasswordStore.class);
    private EvidenceStore evidence = missing(EvidenceStore.class);
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    public FixedPorts shell(Shell value) {
        shell = value;
        return this;
    }

    public FixedPorts http(Http value) {
        http = value;
        return this;
    }

    public FixedPorts approval(Approval value) {
        approval = value;
        return this;
    }

    public FixedPorts database(Database value) {
        database = value;
        return this;
    }

    public FixedPorts vault(PasswordStore value) {
        passwords = value;
        return this;
    }

    public FixedPorts evidence(EvidenceStore value) {
        evidence = value;
        return this;
    }

    public FixedPorts store(String account, ObjectStore value) {
        stores.put(account, value);
        return this;
    }

    /** The lines of output so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The pauses made so far; none took any time. */
    public synchronized List<Duration> pauses() {
        return List.copyOf(slept);
    }

    public Ports ports() {
        return new Ports(
                missing(Rds.class),
                stores,
                database,
                new Ports.Local(shell, http),
                new Pacing(new FastClock(), PollPolicy.aws(), RetryPolicy.rds(), new Random(1)),
                passwords,
                evidence,
                new Ports.Console(new Lines(), approval));
    }

    private final class FastClock implements Clock {
        @Override
        public Instant now() {
            synchronized (FixedPorts.this) {
                return now;
            }
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            synchronized (FixedPorts.this) {
                slept.add(duration);
                now = now.plus(duration);
            }
        }
    }

    private final class Lines implements ProgressListener {
        @Override
        public void report(String what, long done, long total, String unit) {
            if (done < 0) {
                throw new IllegalStateException(what + " at " + done + " " + unit);
            }
        }

        @Override
        public void line(String text) {
            synchronized (FixedPorts.this) {
                lines.add(text);
            }
        }

        @Override
        public void warn(String text) {
            line("warning: " + text);
        }

        @Override
        public LineOutput output() {
            return this::line;
        }
    }

    private static <T> T missing(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            throw new IllegalStateException("no " + port.getSimpleName() + " in this test: " + method.getName());
        }));
    }
}
