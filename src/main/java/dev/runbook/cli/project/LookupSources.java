package dev.runbook.cli.project;

import dev.runbook.adapter.process.SecretCommand;
import dev.runbook.adapter.process.SecretFiles;
import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Value;
import dev.runbook.journal.BoundedFileReader;
import dev.runbook.port.AccountSecrets;
import dev.runbook.port.PortException;
import dev.runbook.port.Secrets;
import dev.runbook.yaml.AnsibleSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The sources of {@code lookup}: environment variables, files, secrets from the program in {@code RUNBOOK_SECRET_COMMAND} or else
 * from {@code .runbook/secrets/}, and the secrets and parameters of AWS accounts.
 *
 * @param onRead receives every file that is read, with its text, except secrets
 */
public record LookupSources(ProcessContext context, BiConsumer<Path, String> onRead) {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    public LookupSources(ProcessContext context) {
        this(context, (file, text) -> {});
    }

    /** The secrets of an account by its name in the inventory. */
    @FunctionalInterface
    public interface AccountSecretsLookup {
        AccountSecrets of(String account) throws LookupException;
    }

    /** The lookups of expressions outside of a run: no account is called, so values of accounts are unknown. */
    public EvaluationContext evaluationContext() {
        Lookups lookups = lookups(defaultSecrets(), account -> {
            throw new IllegalStateException("an account is called outside of a run");
        });
        Lookups here = request -> request.kind().needsAccount()
                ? new Value.Unknown(request.kind().word() + " " + request.name())
                : lookups.find(request);
        return new EvaluationContext(Lookups.memoised(here), Instant::now);
    }

    public Lookups lookups(Secrets secrets, AccountSecretsLookup accounts) {
        return request -> {
            Value value = find(request, secrets, accounts);
            if (AnsibleSyntax.isEncrypted(value instanceof Value.Secret secret ? secret.reveal() : value.show())) {
                throw new LookupException(
                        LookupException.Kind.FAILED,
                        "it is encrypted with Ansible Vault, which is not supported",
                        "store the plain value there");
            }
            return value;
        };
    }

    private Value find(Lookups.LookupRequest request, Secrets secrets, AccountSecretsLookup accounts)
            throws LookupException {
        String name = request.name();
        try {
            return switch (request.kind()) {
                case ENV -> environmentVariable(name);
                case FILE -> file(name);
                case SECRET -> new Value.Secret(secrets.secret(name).reveal());
                case SECRETSMANAGER ->
                    new Value.Secret(accounts.of(account(request)).secret(name).reveal());
                case SSM -> parameter(accounts.of(account(request)).parameter(name));
            };
        } catch (PortException e) {
            throw translate(request, e);
        }
    }

    private Value environmentVariable(String name) {
        return Optional.ofNullable(context.environmentVariables().get(name))
                .map(text -> Value.Secret.classify(name, new Value.Text(text)))
                .orElseGet(() -> new Value.UndefinedName(
                        "lookup('env', '" + name + "')", "set the environment variable " + name));
    }

    /** The text of a file, as a secret if the file is named like one. */
    private Value file(String path) throws LookupException {
        Path file = context.folder().resolve(path);
        try {
            String text = BoundedFileReader.readText(file);
            Value value =
                    Value.Secret.classify(String.valueOf(file.getFileName()), new Value.Text(text.stripTrailing()));
            if (!(value instanceof Value.Secret)) {
                onRead.accept(file, text);
            }
            return value;
        } catch (IOException e) {
            throw Files.exists(file)
                    ? new LookupException(
                            LookupException.Kind.DENIED, file + " cannot be read: " + FileErrorTranslator.reason(e))
                    : new LookupException(LookupException.Kind.NOT_FOUND, file + " does not exist");
        }
    }

    /** The value of a parameter; only a SecureString is a secret. */
    private static Value parameter(AccountSecrets.Parameter parameter) {
        String text = parameter.text().reveal();
        return switch (parameter.kind()) {
            case TEXT -> new Value.Text(text);
            case LIST ->
                new Value.Items(Stream.of(text.split(",", -1))
                        .<Value>map(Value.Text::new)
                        .toList());
            case SECRET -> new Value.Secret(text);
        };
    }

    private static String account(Lookups.LookupRequest request) throws LookupException {
        return request.account()
                .orElseThrow(() -> new LookupException(
                        LookupException.Kind.FAILED, "no account is named", "add account='name', as in the inventory"));
    }

    private static LookupException translate(Lookups.LookupRequest request, PortException failure) {
        String message = String.valueOf(failure.getMessage());
        String where =
                request.account().map(name -> " of account '" + name + "'").orElse("");
        return switch (failure.kind()) {
            case DENIED ->
                new LookupException(
                        LookupException.Kind.DENIED,
                        message,
                        where.isEmpty()
                                ? ""
                                : "let the credentials" + where
                                        + " make this call; for a customer managed key also kms:Decrypt");
            case NOT_FOUND ->
                new LookupException(
                        LookupException.Kind.NOT_FOUND,
                        message,
                        where.isEmpty()
                                ? ""
                                : "check the name; it was looked up in the region" + where
                                        + ", select another account with account='name'");
            case RETRYABLE, WRONG_STATE, NO_CAPACITY, NOT_YET, CONFLICT, UNANSWERED, BROKEN, OUTCOME_UNKNOWN ->
                new LookupException(LookupException.Kind.FAILED, message);
        };
    }

    /** The source of secrets for real accounts. */
    public Secrets defaultSecrets() {
        Optional<String> command = context.variable("RUNBOOK_SECRET_COMMAND");
        return command.isPresent()
                ? new SecretCommand(List.of(command.get().trim().split("\\s+")), context.folder(), COMMAND_TIMEOUT)
                : new SecretFiles(context.state().resolve("secrets"));
    }

    /** The source of secrets for a sandbox: a secret that is not set is generated once and kept. */
    public Secrets sandboxSecrets() {
        return new SandboxSecrets(context.state().resolve("sandbox-secrets"));
    }
}
