package dev.runbook.engine.run;

import dev.runbook.engine.RunRequest;
import dev.runbook.engine.change.InstanceCaches;
import dev.runbook.engine.change.ProtectedResources;
import java.nio.file.Path;

/** What the pairs of a run share. */
record RunScope(
        RunRequest request,
        RunServices services,
        Path evidenceFolder,
        ProtectedResources protectedResources,
        InstanceCaches instanceCaches) {}
