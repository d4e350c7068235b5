package dev.runbook.cli.command;

import dev.runbook.adapter.aws.AwsAccount;
import dev.runbook.adapter.aws.AwsAccounts;
import dev.runbook.adapter.jdbc.JdbcDatabase;
import dev.runbook.adapter.process.HttpProbe;
import dev.runbook.adapter.process.Processes;
import dev.runbook.adapter.process.SystemClock;
import dev.runbook.cli.project.LookupSources;
import dev.runbook.engine.Environment;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.inventory.Account;
import dev.runbook.inventory.Inventory;
import dev.runbook.journal.ProcessIdentity;
import dev.runbook.log.LogSink;
import dev.runbook.log.RunLoggerFactory;
import dev.runbook.port.AccountSecrets;
import dev.runbook.port.Approval;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.Clock;
import dev.runbook.port.Database;
import dev.runbook.port.Http;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.PollPolicy;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.port.RetryPolicy;
import dev.runbook.port.Shell;
import dev.runbook.world.Password;
import dev.runbook.yaml.Nearest;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The real environment of a run: AWS or its sandbox, databases, processes, the clock. Each is opened on first use. */
final class AwsEnvironment implements Environment, AutoCloseable {

    private final Map<String, Account> accounts;
    private final boolean hasSandbox;
    private final Lookups lookups;
    private final Approval approval;
    private final Clock clock = new SystemClock();
    private final RandomGenerator random = new Random();
    private Optional<AwsAccounts> aws = Optional.empty();
    private Optional<LogSink> log = Optional.empty();

    AwsEnvironment(Inventory inventory, LookupSources lookupSources, Approval approval) {
        this.accounts = Collections.unmodifiableMap(new LinkedHashMap<>(inventory.accounts()));
        this.hasSandbox = inventory.sandbox().isPresent();
        this.lookups = Lookups.memoised(lookupSources.lookups(
                hasSandbox ? lookupSources.sandboxSecrets() : lookupSources.defaultSecrets(), this::secrets));
        this.approval = approval;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public ProcessIdentity owner() {
        return ProcessIdentity.current();
    }

    @Override
    public Lookups lookups() {
        return lookups;
    }

    @Override
    public Rds rds(String account) {
        return aws().rds(account);
    }

    @Override
    public ObjectStore store(String account) {
        return aws().store(account);
    }

    @Override
    public PollPolicy polling(String account) {
        return isLocal(account) ? PollPolicy.local() : PollPolicy.aws();
    }

    @Override
    public RetryPolicy retrying(String account) {
        return isLocal(account) ? RetryPolicy.local() : RetryPolicy.rds();
    }

    private boolean isLocal(String account) {
        return Optional.ofNullable(accounts.get(account))
                .flatMap(found -> found.endpoints().rds())
                .filter(AwsEnvironment::isLoopback)
                .isPresent();
    }

    @Override
    public String verify(String account) throws PortException {
        return aws().verify(account).accountId();
    }

    @Override
    public synchronized void logTo(LogSink sink) {
        log = Optional.of(sink);
    }

    @Override
    public String assume(String account, AssumedAccess access) {
        return aws().assume(account, access);
    }

    @Override
    public Database database() {
        return new JdbcDatabase();
    }

    @Override
    public Shell shell() {
        return new Processes();
    }

    @Override
    public Http http() {
        return new HttpProbe();
    }

    @Override
    public Approval approval() {
        return approval;
    }

    @Override
    public synchronized void close() {
        aws.ifPresent(open -> {
            open.close();
            RunLoggerFactory.ofProcess().ifPresent(RunLoggerFactory::removeSink);
        });
    }

    private AccountSecrets secrets(String name) throws LookupException {
        Optional<Account> account = Optional.ofNullable(accounts.get(name));
        if (account.isEmpty()) {
            throw new LookupException(
                    LookupException.Kind.FAILED,
                    "there is no account '" + name + "'",
                    Nearest.hint(name, accounts.keySet(), "accounts: " + String.join(", ", accounts.keySet())));
        }
        Account.Endpoints endpoints = account.get().endpoints();
        boolean here = endpoints.rds().filter(AwsEnvironment::isLoopback).isPresent();
        if (hasSandbox && here && endpoints.rds().equals(endpoints.secretsmanager())) {
            throw new LookupException(
                    LookupException.Kind.NOT_FOUND,
                    "a sandbox has no Secrets Manager and no Parameter Store",
                    "use lookup('secret', name), which generates one there, or give the account endpoint: {secretsmanager: ..., ssm: ...}");
        }
        return aws().secrets(name);
    }

    /** Initialises SLF4J only when AWS is used, because that slows down the start. */
    private synchronized AwsAccounts aws() {
        if (aws.isEmpty()) {
            log.ifPresent(sink -> RunLoggerFactory.ofProcess().ifPresent(loggerFactory -> loggerFactory.setSink(sink)));
        }
        AwsAccounts open = aws.orElseGet(() ->
                new AwsAccounts(accounts.values().stream().map(this::account).toList()));
        aws = Optional.of(open);
        return open;
    }

    private AwsAccount account(Account account) {
        return new AwsAccount(
                account.name(),
                account.id(),
                Optional.of(account.region()),
                account.profile(),
                keys(account),
                account.role().map(role -> new AwsAccount.Role(role.arn(), role.externalId())),
                new AwsAccount.Endpoints(
                        account.endpoints().rds().map(URI::create),
                        account.endpoints().s3().map(URI::create),
                        account.endpoints().sts().map(URI::create),
                        account.endpoints().secretsmanager().map(URI::create),
                        account.endpoints().ssm().map(URI::create)));
    }

    /** Fixed keys for a sandbox, so that it needs no AWS account. They are valid nowhere else. */
    private Optional<AwsAccount.Keys> keys(Account account) {
        boolean here =
                account.endpoints().rds().filter(AwsEnvironment::isLoopback).isPresent();
        return hasSandbox && here && account.profile().isEmpty()
                ? Optional.of(new AwsAccount.Keys("sandbox", new Password("sandbox-secret")))
                : Optional.empty();
    }

    private static boolean isLoopback(String endpoint) {
        String host = Optional.ofNullable(URI.create(endpoint).getHost()).orElse("");
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
