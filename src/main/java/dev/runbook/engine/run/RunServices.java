package dev.runbook.engine.run;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.Environment;
import dev.runbook.engine.Modules;
import dev.runbook.engine.Plans;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.redact.Redaction;

/** The collaborators of a run. */
record RunServices(
        Modules modules,
        Environment environment,
        Redaction redaction,
        Recorder recorder,
        Cancellation cancellation,
        Plans plans) {}
