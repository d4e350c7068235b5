package dev.runbook.engine;

import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.UnevaluatedArgs;
import dev.runbook.runbook.ModuleCatalogue;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Every module there is, by its name. */
public final class Modules implements ModuleCatalogue {

    private static final FutureTask<Modules> DISCOVERED = new FutureTask<>(Modules::discoverAll);

    private final Map<String, Module> modules;

    private Modules(Map<String, Module> modules) {
        this.modules = Collections.unmodifiableMap(new TreeMap<>(modules));
    }

    /** The modules on the class path, which are looked for once. */
    public static Modules discover() {
        DISCOVERED.run();
        try {
            return DISCOVERED.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return discoverAll();
        } catch (ExecutionException e) {
            throw new ServiceConfigurationError("a module cannot be loaded: " + e.getCause(), e.getCause());
        }
    }

    /** Begins to look for them, to be done when they are asked for: every jar is opened on the way. */
    public static void startDiscovery() {
        Thread seeker = new Thread(DISCOVERED, "modules");
        seeker.setDaemon(true);
        seeker.start();
    }

    private static Modules discoverAll() {
        return of(ServiceLoader.load(Module.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    public static Modules of(List<Module> modules) {
        Map<String, Module> byName = new TreeMap<>();
        modules.forEach(module -> byName.put(module.name(), module));
        return new Modules(byName);
    }

    public Optional<Module> module(String name) {
        return Optional.ofNullable(modules.get(name));
    }

    /** Whether the tasks of this module restart the application. */
    public boolean restartsApplication(String module) {
        return module(module).filter(Module::restartsApplication).isPresent();
    }

    @Override
    public Set<String> names() {
        return modules.keySet();
    }

    @Override
    public Optional<ModuleSignature> signature(String module) {
        return module(module)
                .map(found -> new ModuleSignature(
                        found.params().stream().map(Modules::parameter).toList(),
                        found.acceptsAnyParam(),
                        found.runsWithoutCredentials() || found.mayRunInChecks()));
    }

    @Override
    public void checkArguments(Node.Entry task, Problems problems) {
        module(task.key().text()).ifPresent(new UnevaluatedArgs(task, problems)::check);
    }

    private static Parameter parameter(ParamSpec spec) {
        return new Parameter(spec.name(), spec.type(), spec.required(), spec.choices());
    }
}
