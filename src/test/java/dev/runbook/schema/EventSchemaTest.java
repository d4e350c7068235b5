package dev.runbook.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runbook.Golden;
import dev.runbook.expression.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An independent validator accepts every recorded line, and rejects lines with a mistake. */
class EventSchemaTest {

    private static final String END = "{\"at\":\"2026-11-21T04:45:00Z\",\"kind\":\"run_ended\",";

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.write(EventSchema.line()), InputFormat.JSON);

    @TestFactory
    Stream<DynamicTest> acceptsEveryRecordedLine() {
        return Stream.concat(Golden.cases("journal").stream(), Golden.cases("report").stream())
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(),
                        () -> assertThat(errors(folder)).isEmpty()));
    }

    @Test
    void rejectsAFieldThatIsMissingOrOfTheWrongType() {
        assertThat(errors(END + "\"exit\":0,\"seconds\":1.5}")).isEmpty();
        assertThat(errors(END + "\"exit\":0}")).hasSize(1);
        assertThat(errors(END + "\"exit\":\"none\",\"seconds\":1.5}")).hasSize(1);
        assertThat(errors("{\"at\":\"2026-11-21T04:45:00Z\",\"kind\":\"weather_changed\"}"))
                .hasSize(1);
    }

    private List<String> errors(Path folder) throws IOException {
        List<String> errors = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
            errors(line).forEach(error -> errors.add(error + " in " + line));
        }
        return errors;
    }

    private List<String> errors(String line) {
        return schema.validate(line, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
