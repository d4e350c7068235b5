package dev.runbook.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The program: lets both do each work in turn, prints what it took, and ends with 1 when a target is missed. */
public final class BenchProgram {

    private static final int ROUNDS_USUAL = 9;
    // Without it Ansible reads one of the user's; an empty one leaves everything at its default.
    private static final String SETTINGS = "ansible.cfg";

    private final Stopwatch stopwatch;
    private final boolean beside;
    private final int rounds;

    private BenchProgram(Stopwatch stopwatch, boolean beside, int rounds) {
        this.stopwatch = stopwatch;
        this.beside = beside;
        this.rounds = rounds;
    }

    /** @param args the path of {@code bin/runbook}, then the number of rounds when it is not the usual one */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path program = Path.of(args[0]).toAbsolutePath();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS_USUAL;
        boolean beside = isInstalled("ansible-playbook");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Path folder = Files.createTempDirectory("runbook-bench");
        List<Result> results;
        try {
            Path settings = Files.createFile(folder.resolve(SETTINGS));
            Stopwatch stopwatch =
                    new Stopwatch(folder, Map.of("ANSIBLE_CONFIG", settings.toString(), "LC_ALL", "C.UTF-8"));
            results = new BenchProgram(stopwatch, beside, rounds).measure(new Workloads(folder, program));
        } finally {
            delete(folder);
        }
        new ResultTable(results).lines().forEach(System.out::println);
        System.out.println();
        System.out.println(conditions(beside, load));
        System.exit(results.stream().anyMatch(Result::misses) ? 1 : 0);
    }

    private List<Result> measure(Workloads works) throws IOException, InterruptedException {
        List<Workload> all = works.all();
        for (Workload work : all) {
            if (!work.isLong()) {
                // The first run of a program reads its files from disk.
                once(work, new ArrayList<>(), new ArrayList<>());
            }
        }
        works.recordOften("recorded");
        List<Result> results = new ArrayList<>();
        for (Workload work : all) {
            System.err.println(work.name() + " ...");
            results.add(measure(work));
        }
        return results;
    }

    private Result measure(Workload work) throws IOException, InterruptedException {
        List<Timing> ours = new ArrayList<>();
        List<Timing> theirs = new ArrayList<>();
        for (int round = 0; round < work.rounds(rounds); round++) {
            once(work, ours, theirs);
        }
        return new Result(
                work,
                ours.size(),
                Timing.middle(ours),
                theirs.isEmpty() ? Optional.empty() : Optional.of(Timing.middle(theirs)));
    }

    private void once(Workload work, List<Timing> ours, List<Timing> theirs) throws IOException, InterruptedException {
        ours.add(stopwatch.time(work.ours()));
        if (beside && !work.theirs().isEmpty()) {
            theirs.add(stopwatch.time(work.theirs()));
        }
    }

    private static String conditions(boolean beside, double load) {
        int processors = Runtime.getRuntime().availableProcessors();
        String said = String.format(
                Locale.ROOT,
                "Medians on %d processors, Java %s; load in the minute before %.1f.",
                processors,
                System.getProperty("java.version"),
                load);
        if (load > processors * 0.75) {
            said += "\nOthers were at work: a target that is missed may hold on a quiet machine.";
        }
        return beside
                ? said
                : said
                        + "\nansible-playbook is not installed, so nothing was compared (Debian: apt-get install ansible-core).";
    }

    private static boolean isInstalled(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
