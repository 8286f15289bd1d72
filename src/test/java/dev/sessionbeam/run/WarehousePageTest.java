package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.parquet.RowTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries of docs/warehouse.md run in DuckDB, over the output of the command of that page. */
class WarehousePageTest {
  private static final Pattern QUERY = Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theQueriesOfThePageHaveRows() throws Exception {
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "DirectRunner",
            GoldenSample.DEFINITION,
            GoldenSample.INPUT,
            output,
            "--format=parquet");
    assertThat(run.err(), run.status(), is(0));
    List<String> queries =
        QUERY
            .matcher(Files.readString(Path.of("docs/warehouse.md")))
            .results()
            .map((MatchResult query) -> query.group(1))
            .toList();
    assertThat(queries.size(), is(greaterThan(1)));
    try (RowTables tables = RowTables.over(output)) {
      for (String query : queries) {
        assertThat(
            query,
            tables.rows(query.replace("out/warehouse", output.toString())),
            is(not(empty())));
      }
    }
  }
}
