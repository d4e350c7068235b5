package dev.runbook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The works, with the files they need. Those for Ansible are the fairest that do the same: local connection, no facts gathered,
 * its own default of 5 forks, which is ours as well.
 *
 * @param folder where the files are written
 * @param program {@code bin/runbook}
 */
record Workloads(Path folder, Path program) {

    private static final int TASKS = 1000;
    private static final int PAIRS = 100;
    private static final int TASKS_EACH = 20;
    private static final int RECORDED = 1000;

    List<Workload> all() throws IOException {
        pairs("one-pair", 1);
        pairs("hundred-pairs", PAIRS);
        tasks("one-task", 1, task -> "debug");
        tasks("thousand-tasks", TASKS, task -> task % 2 == 0 ? "debug" : "set");
        tasks("twenty-tasks", TASKS_EACH, task -> "debug");
        Target faster = new Target.Faster(25);
        Target soon = new Target.Within(0.30);
        return List.of(
                new Workload(
                        "--version",
                        List.of(program.toString(), "--version"),
                        List.of("ansible-playbook", "--version"),
                        false,
                        List.of(new Target.Within(0.20))),
                new Workload(
                        "one debug task",
                        ours("one-task", "one-pair", "one-task"),
                        theirs("one-task", "one-pair"),
                        false,
                        List.of(soon, new Target.Inside(100))),
                new Workload(
                        "one debug task after 1,000 recorded runs",
                        ours("one-task", "one-pair", "recorded"),
                        List.of(),
                        false,
                        List.of(soon)),
                new Workload(
                        "1,000 debug and set tasks",
                        ours("thousand-tasks", "one-pair", "thousand-tasks"),
                        theirs("thousand-tasks", "one-pair"),
                        true,
                        List.of(faster)),
                new Workload(
                        "100 pairs of 20 debug tasks",
                        ours("twenty-tasks", "hundred-pairs", "twenty-tasks"),
                        theirs("twenty-tasks", "hundred-pairs"),
                        true,
                        List.of(faster)));
    }

    /** Where runs of this work leave what they record. */
    Path state(String name) {
        return folder.resolve("state-" + name);
    }

    /** Makes a run that has just been recorded look as if it had been done every night for years. */
    void recordOften(String name) throws IOException {
        Path runs = state(name).resolve("runs");
        Path journal;
        try (Stream<Path> done = Files.list(runs)) {
            journal = done.findFirst().orElseThrow().resolve("events.jsonl");
        }
        String id = String.valueOf(journal.getParent().getFileName());
        String events = Files.readString(journal);
        for (int run = 0; run < RECORDED; run++) {
            String other = String.format(Locale.ROOT, "20200101-%06d-0000", run);
            Path copy = Files.createDirectories(runs.resolve(other)).resolve("events.jsonl");
            Files.writeString(copy, events.replace(id, other));
        }
    }

    private List<String> ours(String tasks, String pairs, String state) {
        return List.of(
                "env",
                "RUNBOOK_STATE=" + state(state),
                program.toString(),
                "run",
                tasks + ".runbook.yml",
                "-i",
                pairs + ".yml");
    }

    private static List<String> theirs(String tasks, String pairs) {
        return List.of("ansible-playbook", "-i", pairs + ".ini", tasks + ".playbook.yml");
    }

    private void pairs(String name, int count) throws IOException {
        List<String> ours = new ArrayList<>(List.of("accounts:", "  staging: { region: eu-west-1 }", "pairs:"));
        List<String> theirs = new ArrayList<>(List.of("[all]"));
        for (int pair = 1; pair <= count; pair++) {
            ours.add("  pair" + pair + ":");
            ours.add("    source: { account: staging, instance: prod-" + pair + " }");
            ours.add("    target: { account: staging, instance: stage-" + pair + " }");
            theirs.add("pair" + pair + " ansible_connection=local");
        }
        Files.write(folder.resolve(name + ".yml"), ours);
        Files.write(folder.resolve(name + ".ini"), theirs);
    }

    private void tasks(String name, int count, IntFunction<String> module) throws IOException {
        List<String> ours = new ArrayList<>(List.of("- name: " + name, "  pairs: all", "  tasks:"));
        List<String> theirs =
                new ArrayList<>(List.of("- name: " + name, "  hosts: all", "  gather_facts: false", "  tasks:"));
        for (int task = 1; task <= count; task++) {
            boolean says = module.apply(task).equals("debug");
            String start = "    - name: task " + task;
            ours.add(start);
            theirs.add(start);
            ours.add(says ? debug("pair.name", task) : "      set: " + variable("pair.name", task));
            theirs.add(
                    says
                            ? debug("inventory_hostname", task)
                            : "      set_fact: " + variable("inventory_hostname", task));
        }
        Files.write(folder.resolve(name + ".runbook.yml"), ours);
        Files.write(folder.resolve(name + ".playbook.yml"), theirs);
    }

    private static String debug(String who, int task) {
        return "      debug: { msg: \"{{ " + who + " }} says " + task + "\" }";
    }

    private static String variable(String who, int task) {
        return "{ value_" + task + ": \"{{ " + who + " }}-" + task + "\" }";
    }
}
