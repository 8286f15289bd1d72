package dev.sessionbeam.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.output.TablesScript;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.CreateView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements for Athena are read by parsers of Hive's grammar, for tables, and of Trino. */
class AthenaTablesTest {
  private static final String LOCATION = "s3://bucket/prefix";
  private static final Path HIVE = Path.of("src/test/peers/athena/DdlReader.java");

  /** Written by the build, from the POM beside {@link #HIVE}. */
  private static final Path CLASS_PATH = Path.of("target/peers/athena.classpath");

  @TempDir private Path folder;

  private static List<String> statements(String definition, String format) {
    String script = TablesScript.print(definition, LOCATION, "athena", format);
    return Arrays.stream(script.split(";\n", -1))
        .map(AthenaTablesTest::withoutComments)
        .filter(statement -> !statement.isBlank())
        .toList();
  }

  private static String withoutComments(String statement) {
    return statement.replaceAll("(?m)^ *--.*\n", "").strip();
  }

  private List<String> readByHive(List<String> statements)
      throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("input"), String.join("\0", statements));
    Path log = folder.resolve("log");
    Process reader =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                HIVE.toString())
            .redirectInput(input.toFile())
            .redirectError(log.toFile())
            .start();
    List<String> read = new String(reader.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(Files.readString(log), reader.waitFor(), is(0));
    return read;
  }

  @ParameterizedTest
  @CsvSource({
    "pipelines/nitro.yaml,json", "pipelines/nitro.yaml,parquet",
    "pipelines/examples/cloudfront.yaml,json", "pipelines/examples/cloudfront.yaml,parquet",
    "pipelines/examples/ecs.yaml,json", "pipelines/examples/ecs.yaml,parquet"
  })
  void tablesAreHivesAndViewsAreTrinos(String definition, String format) throws Exception {
    List<String> tables = new ArrayList<>();
    List<String> views = new ArrayList<>();
    for (String statement : statements(definition, format)) {
      (statement.startsWith("CREATE EXTERNAL TABLE ") ? tables : views).add(statement);
    }
    assertThat(tables, hasSize(7));
    assertThat(views, hasSize(8));
    List<String> read = readByHive(tables);
    assertThat(read, hasSize(tables.size()));
    assertThat(read, everyItem(startsWith("'CreateTable")));
    for (String view : views) {
      assertThat(new SqlParser().createStatement(view), instanceOf(CreateView.class));
    }
  }

  @Test
  void aStatementThatIsNotHivesIsFound() throws Exception {
    List<String> tables = new ArrayList<>(statements("pipelines/nitro.yaml", "json"));
    tables.removeIf(statement -> !statement.startsWith("CREATE EXTERNAL TABLE session_files"));
    assertThat(tables, hasSize(1));
    String spoiled = tables.get(0).replace("`actions` map<string,bigint>", "`actions` map<string");
    assertThat(spoiled, is(not(tables.get(0))));
    assertThat(readByHive(List.of(spoiled)), everyItem(startsWith("FAULT ")));
  }

  /** The columns of a view over files are those of the other dialect, in the same order. */
  @ParameterizedTest
  @CsvSource({"json", "parquet"})
  void theViewsHaveTheColumnsOfDuckDb(String format) throws Exception {
    OutputFiles files = new OutputFiles(folder.resolve("out"), OutputFiles.NITRO, format);
    files.live(OutputFiles.Session.of("a", "2017-02-05T09:00:00.000Z", "e1"));
    String script = TablesScript.print(folder.resolve("out").toString(), "duckdb", format);
    try (Database duckDb = Database.duckDb(script)) {
      for (String view : List.of("sessions", "events")) {
        String statement =
            statements("pipelines/nitro.yaml", format).stream()
                .filter(it -> it.startsWith("CREATE OR REPLACE VIEW " + view + " AS"))
                .findFirst()
                .orElseThrow();
        List<String> columns =
            statement
                .substring(statement.indexOf("SELECT") + 6, statement.lastIndexOf("FROM"))
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.replaceFirst(".*\"(\\w+)\",?$", "$1"))
                .toList();
        assertThat(columns, is(duckDb.rows("SELECT column_name FROM (DESCRIBE " + view + ")")));
      }
    }
  }

  @Test
  void partitionsAreComputedAndTheOldestDateIsTheGivenOne() throws Exception {
    Path hours =
        Files.writeString(
            folder.resolve("hours.yaml"),
            Files.readString(OutputFiles.NITRO)
                .replace("partition: date ", "date_name: day\n  partition: hour "));
    String script = TablesScript.print(hours.toString(), LOCATION + "/", "athena", "parquet");
    assertThat(
        script,
        containsString(
            """
            PARTITIONED BY (`day` string, `hour` string)
            STORED AS PARQUET
            LOCATION 's3://bucket/prefix/settled/events/'
            TBLPROPERTIES (
              'projection.enabled' = 'true',
              'projection.day.type' = 'date',
              'projection.day.format' = 'yyyy-MM-dd',
              'projection.day.range' = '2000-01-01,NOW+1DAYS',
              'projection.hour.type' = 'integer',
              'projection.hour.range' = '0,23',
              'projection.hour.digits' = '2',
              'storage.location.template' = 's3://bucket/prefix/settled/events/day=${day}/hour=${hour}/'
            );
            """));
    assertThat(script.lines().filter(line -> line.contains("<<")).toList(), is(empty()));
  }
}
