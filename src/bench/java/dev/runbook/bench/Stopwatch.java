package dev.runbook.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs, one at a time, and measures them from outside.
 *
 * @param folder where they are started
 * @param environment what is added to this process's own
 */
record Stopwatch(Path folder, Map<String, String> environment) {

    private static final Path OWN_TIMES = Path.of("/proc/self/stat");
    private static final double TICKS_PER_SECOND = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LOOK_EVERY_MILLIS = 5;
    private static final int TIME_OF_CHILDREN = 13;

    Stopwatch {
        environment = Map.copyOf(environment);
    }

    /** @throws IllegalStateException when the program does not end with exit code 0: what it did was not the work then */
    Timing time(List<String> command) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile());
        builder.environment().putAll(environment);
        double cpuBefore = cpuOfChildren();
        long began = System.nanoTime();
        Process process = builder.start();
        double memoryMib = 0;
        while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            memoryMib = Math.max(memoryMib, peakMib(process.pid()));
        }
        double wall = (System.nanoTime() - began) / NANOS_PER_SECOND;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + process.exitValue()
                    + ":\n" + Files.readString(said));
        }
        return new Timing(wall, cpuOfChildren() - cpuBefore, memoryMib);
    }

    /** Processor time of all children that have ended, and of theirs; exact to a hundredth of a second. */
    private static double cpuOfChildren() throws IOException {
        if (!Files.exists(OWN_TIMES)) {
            return 0;
        }
        String stat = Files.readString(OWN_TIMES);
        // The name of the program, in brackets, may hold blanks.
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[TIME_OF_CHILDREN]) + Long.parseLong(afterName[TIME_OF_CHILDREN + 1]))
                / TICKS_PER_SECOND;
    }

    /** The system's own high-water mark, so that only what grows between the last look and the end is missed. */
    private static double peakMib(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                }
            }
        } catch (IOException e) {
            // The process has just ended, or the system has no such file.
        }
        return 0;
    }
}
