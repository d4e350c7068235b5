package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Terminal;
import dev.runbook.yaml.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates the first files of a project, with the given names. */
@Command(
        name = "init",
        header = "Creates a commented runbook, inventory and masking rules for your instances.",
        description = {
            "runbooks/refresh.yml     the whole refresh, task by task",
            "inventories/default.yml  account, protected names, one pair",
            "sql/masking.yml          the rules that classify every column",
            "runbook.yml              the settings of the project",
            "schemas/*.json           schemas for completion and checks in editors",
            "",
            "Existing files are not changed, except for the schemas, which are always rewritten."
                    + " Missing names are asked for at a terminal. No call to AWS is made.",
            "",
            "  runbook init refresh --source shop-prod --target shop-stage --region eu-west-1"
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class InitCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(paramLabel = "FOLDER", arity = "0..1", description = "where to write (default: here)")
    private String folder = ".";

    @Option(names = "--source", paramLabel = "INSTANCE", description = "the production instance; it is protected")
    private @Nullable String source;

    @Option(names = "--target", paramLabel = "INSTANCE", description = "the instance to refresh")
    private @Nullable String target;

    @Option(names = "--region", paramLabel = "REGION", description = "their AWS region (default: AWS_REGION)")
    private @Nullable String region;

    @Option(names = "--pair", paramLabel = "NAME", description = "the name of the pair (default: the target)")
    private @Nullable String pair;

    @Option(names = "--database", paramLabel = "NAME", description = "the database in both (default: app)")
    private String database = "app";

    @Option(names = "--user", paramLabel = "NAME", description = "its master user (default: postgres)")
    private String user = "postgres";

    @Option(
            names = "--quarantine",
            paramLabel = "GROUP",
            description = "security group of the clones (default: a placeholder)")
    private String quarantine = "sg-to-be-replaced";

    InitCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, ProblemException, IOException {
        Optional<BufferedReader> answers = Terminal.of(context).inputIsTerminal()
                ? Optional.of(new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8)))
                : Optional.empty();
        Optional<String> usual = context.variable("AWS_REGION").or(() -> context.variable("AWS_DEFAULT_REGION"));
        String production = name(source, Optional.empty(), "Source instance (production)", answers);
        String refreshed = name(target, Optional.empty(), "Target instance (to be refreshed)", answers);
        String place = name(region, usual, "AWS region", answers);
        ProjectScaffold project = new ProjectScaffold(
                production, refreshed, place, Optional.ofNullable(pair).orElse(refreshed), database, user, quarantine);
        Path root = context.folder().resolve(folder).normalize();
        project.write(root).forEach(line -> context.out().println(line));
        printNextSteps(root);
        return ExitCode.OK;
    }

    /**
     * The given name, else the default or an answer.
     *
     * @param answers the input of the terminal; empty when there is no terminal
     */
    private String name(
            @Nullable String given, Optional<String> usual, String question, Optional<BufferedReader> answers)
            throws UsageException, IOException {
        if (given != null || (usual.isPresent() && answers.isEmpty())) {
            return given == null ? usual.orElseThrow() : given;
        }
        if (answers.isEmpty()) {
            throw new UsageException(
                    question + " is not given, and there is no terminal to ask at",
                    "runbook init --source shop-prod --target shop-stage --region eu-west-1");
        }
        context.err().print(question + usual.map(value -> " [" + value + "]").orElse("") + ": ");
        context.err().flush();
        String answer = Optional.ofNullable(answers.get().readLine()).orElse("").strip();
        if (answer.isEmpty() && usual.isEmpty()) {
            throw new UsageException(question + " was not answered", "no file was written");
        }
        return answer.isEmpty() ? usual.orElseThrow() : answer;
    }

    private void printNextSteps(Path root) {
        String shown = context.folder().relativize(root).toString();
        context.out().println();
        context.out().println("Next: review the three files, then");
        if (!shown.isEmpty()) {
            context.out().println("  cd " + shown);
        }
        context.out().println("  runbook validate refresh");
        context.out().println("  runbook run refresh --check");
    }
}
