package dev.runbook.adapter.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process and all its descendants, including orphans. */
final class ProcessTree {

    /** The environment variable that every member inherits. */
    static final String MARK = "RUNBOOK_PROCESS";

    private static final Path PROCESSES = Path.of("/proc");
    static final long GRACE_SECONDS = 5;
    static final long LOOK_MILLIS = 50;

    private final ProcessHandle root;
    private final String mark;
    private List<ProcessHandle> seen = List.of();

    /** @param mark the variable with a value that is unique to this tree */
    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark;
    }

    /** Records the members that can be found from the root now. */
    void scan() {
        List<ProcessHandle> now = new ArrayList<>(root.descendants().toList());
        for (ProcessHandle earlier : seen) {
            if (earlier.isAlive()) {
                now.add(earlier);
                earlier.descendants().forEach(now::add);
            }
        }
        seen = now.stream().distinct().toList();
    }

    /** Terminates all members, and kills those that do not exit in time. */
    void terminate() {
        List<ProcessHandle> all = members();
        all.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        boolean interrupted = false;
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        members().forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> members() {
        scan();
        List<ProcessHandle> all = new ArrayList<>(seen);
        all.add(root);
        all.addAll(markedProcesses());
        return all.stream().distinct().toList();
    }

    /** Processes orphaned between two looks still have the mark; it is readable only on Linux. */
    private List<ProcessHandle> markedProcesses() {
        List<ProcessHandle> found = new ArrayList<>();
        if (!Files.isDirectory(PROCESSES)) {
            return found;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path folder : folders) {
                if (environment(folder).contains(mark)) {
                    Optional<ProcessHandle> process =
                            ProcessHandle.of(Long.parseLong(folder.getFileName().toString()));
                    process.ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    private static String environment(Path folder) {
        try {
            return new String(Files.readAllBytes(folder.resolve("environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // A process of another user, or one that has ended in the meantime: not a member.
            return "";
        }
    }
}
