package dev.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run has left: where each pair stopped, which calls are under way, which handlers wait. */
class UnfinishedWorkTest {

    @Test
    void aPairThatStoppedIsToldWithItsCallsAndHandlersInTheOrderOfTheInventory() {
        assertThat(lines(
                        "'run_started','pairs':['demo','stage','other']",
                        "'task_started','pair':'stage','task':'clone','name':'Clone','index':1,'count':4",
                        "'task_started','pair':'demo','task':'swap','name':'Swap','index':3,'count':4",
                        "'notified','pair':'demo','task':'clone','handler':'restart'",
                        "'notified','pair':'demo','task':'clone','handler':'purge'",
                        "'task_ended','pair':'demo','task':'purge','status':'changed'",
                        "'change','pair':'demo','task':'swap','key':'a','service':'rds','action':'Modify','subject':'x'",
                        "'change','pair':'demo','task':'swap','key':'b','service':'rds','action':'Modify','subject':'y'",
                        "'change_done','pair':'demo','task':'swap','key':'a'"))
                .containsExactly(
                        "  demo  stopped in 3/4 Swap; 1 task is still to do",
                        "  demo  under way: rds Modify y",
                        "  demo  notified and not carried out: restart",
                        "  stage  stopped in 1/4 Clone; 3 tasks are still to do");
    }

    @Test
    void aPairThatEndedWellHasLeftNothing() {
        assertThat(lines(
                        "'task_started','pair':'demo','task':'a','name':'A','index':1,'count':1",
                        "'pair_ended','pair':'demo','status':'finished'"))
                .isEmpty();
    }

    private static List<String> lines(String... events) {
        return new UnfinishedWork(List.of(events).stream()
                        .map(event -> "{'at':'2026-11-21T04:45:00Z','kind':" + event + "}")
                        .<EventRecord<?>>map(EventFixture::event)
                        .toList())
                .lines();
    }
}
