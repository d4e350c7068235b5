package dev.runbook.engine.task;

import dev.runbook.engine.Modules;
import dev.runbook.engine.change.TaskCredentials;
import dev.runbook.port.Approval;

/** What the tasks of a pair call on: modules, credentials of their own, and the person who approves. */
public record TaskServices(Modules modules, TaskCredentials credentials, Approval approval) {}
