package dev.sessionbeam.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The figures that a plan computes with are those of the page on performance. */
class MeasuredTest {
  private static final Path PAGE = Path.of("docs/performance.md");
  private static final Path FIGURES =
      Path.of("src/main/resources/dev/sessionbeam/plan/measured.properties");

  @Test
  void theFiguresAreThoseOfThePage() throws IOException {
    Properties figures = new Properties();
    try (Reader in = Files.newBufferedReader(FIGURES)) {
      figures.load(in);
    }
    Map<String, String> given = new TreeMap<>();
    figures.stringPropertyNames().forEach(name -> given.put(name, figures.getProperty(name)));
    assertThat("write the figures of " + PAGE + " into " + FIGURES, given, is(ofThePage()));
  }

  private static Map<String, String> ofThePage() throws IOException {
    Map<String, String> figures = new TreeMap<>();
    List<String> source = table("source");
    Matcher s3 = row(source, "\\| S3 \\| ([0-9,]+) .*\\| ([0-9.]+) µs \\| ([0-9.]+) µs \\|.*");
    figures.put("source.records_per_second", plain(s3.group(1)));
    figures.put("source.user_micros", s3.group(2));
    figures.put("source.system_micros", s3.group(3));
    Matcher size =
        row(source, "([0-9,]+) records of ([0-9]+) MB.* ([0-9]+) cores.* ([0-9-]{10})\\.");
    figures.put("source.records", plain(size.group(1)));
    figures.put("source.megabytes", size.group(2));
    figures.put("cores", size.group(3));
    figures.put("date", size.group(4));
    for (String line : source) {
      Matcher request =
          Pattern.compile("\\| ([a-z ]+) \\| [0-9]+ \\| ([0-9.]+) \\| [0-9]+ \\|").matcher(line);
      if (request.matches()) {
        figures.put("request." + request.group(1).replace(' ', '_'), request.group(2));
      }
    }
    List<String> state = table("state");
    figures.put("state.open", plain(row(state, "\\| RocksDB \\| open .*\\| ([0-9,]+) bytes \\|")));
    figures.put(
        "state.closed", plain(row(state, "\\| RocksDB \\| closed \\|.*\\| ([0-9,]+) bytes \\|")));
    Matcher session = row(state, ".*each has ([0-9,]+) events, which are ([0-9,]+) bytes.*");
    figures.put("state.session_events", plain(session.group(1)));
    figures.put("state.session_bytes", plain(session.group(2)));
    figures.put(
        "latency.rest", plain(row(table("latency"), "\\| the rest[^|]*\\| ([0-9.]+) s \\|.*")));
    return figures;
  }

  /** The lines of a table that a benchmark writes. */
  private static List<String> table(String name) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int begin = lines.indexOf("<!-- bench " + name + ": written by make bench UPDATE=1 -->");
    return lines.subList(begin, lines.indexOf("<!-- bench " + name + ": end -->"));
  }

  private static Matcher row(List<String> lines, String pattern) {
    return lines.stream()
        .map(line -> Pattern.compile(pattern).matcher(line))
        .filter(Matcher::matches)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line of " + PAGE + " matches " + pattern));
  }

  private static String plain(Matcher row) {
    return plain(row.group(1));
  }

  private static String plain(String number) {
    return number.replace(",", "");
  }
}
