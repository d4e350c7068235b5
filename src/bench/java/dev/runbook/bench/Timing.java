package dev.runbook.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one or several runs of a program took.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds of all processors, with its child processes
 * @param memoryMib the most that its first process held at a time; 0 where the system does not tell
 */
record Timing(double wallSeconds, double cpuSeconds, double memoryMib) {

    /** The median of each figure by itself, and the largest memory. */
    static Timing middle(List<Timing> runs) {
        return new Timing(
                median(runs, Timing::wallSeconds),
                median(runs, Timing::cpuSeconds),
                runs.stream()
                        .max(Comparator.comparingDouble(Timing::memoryMib))
                        .map(Timing::memoryMib)
                        .orElse(0.0));
    }

    private static double median(List<Timing> runs, ToDoubleFunction<Timing> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
