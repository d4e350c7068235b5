package dev.runbook.engine;

/**
 * What a task is carried out with.
 *
 * @param dry whether its changes are only predicted in a run
 */
record Footing(Carrier carrier, Hands hands, TaskView.PairSight sight, boolean dry) {}
