package dev.runbook.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Journals of real runs, with every kind of event, are written byte for byte as they were read. */
class JournalCasesTest {

    @TestFactory
    Stream<DynamicTest> eachLineIsWrittenAsItWasRead() {
        return Stream.concat(Golden.cases("journal").stream(), Golden.cases("report").stream())
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
                    List<String> written = new ArrayList<>();
                    for (String line : lines) {
                        written.add(EventLines.write(EventLines.read(line).orElseThrow()));
                    }
                    assertThat(written).isEqualTo(lines);
                }));
    }
}
