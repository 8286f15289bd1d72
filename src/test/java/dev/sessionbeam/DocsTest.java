package dev.sessionbeam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages: links resolve, and each command is run by CI or says why it is not. */
class DocsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final String FENCE = "```";
  private static final String NOT_IN_CI = "sh not-in-ci: ";
  private static final int README_LINES = 200;
  private static final int TERMS = 25;

  private static final Set<String> NOT_RUN =
      Set.of(
          "README.md: CI runs the same tests with make check",
          "CONTRIBUTING.md: the README has this command",
          "CONTRIBUTING.md: make check runs this test",
          "CONTRIBUTING.md: CI runs make check",
          "docs/s3.md: needs an AWS account and a bucket",
          "docs/deploy.md: DeployTest does the same with records that come meanwhile",
          "docs/deploy.md: needs a stage that runs",
          "docs/collect.md: needs an AWS account and a Kinesis stream",
          "docs/collect.md: needs a damaged file",
          "docs/collect.md: needs wrk, takes minutes and an idle machine",
          "docs/kinesis.md: needs an AWS account and a Kinesis stream",
          "docs/kinesis.md: needs Node and npm, and takes minutes",
          "docs/kinesis.md: needs Node and npm, and takes five to twelve minutes",
          "docs/backfill.md: needs an archive of your own",
          "docs/explain.md: what is late depends on the time",
          "docs/hot-tier.md: needs an AWS account",
          "docs/aws.md: needs an AWS account",
          "docs/deploy.md: needs an AWS account and a cluster",
          "docs/emr.md: needs an AWS account",
          "docs/emr.md: needs an EMR cluster",
          "docs/kubernetes.md: needs a registry of images",
          "docs/kubernetes.md: needs a Kubernetes cluster",
          "docs/deliver.md: needs an AWS account and a queue",
          "docs/deliver.md: needs an AWS account and a function",
          "docs/performance.md: benchmarks take many minutes and an idle machine",
          "docs/library.md: downloads Spark and takes minutes",
          "docs/streaming.md: needs the DuckDB command line",
          "docs/warehouse.md: needs a Redshift warehouse",
          "docs/tracker.md: needs Node, npm and Chromium",
          "docs/tracker.md: needs Node and npm, and Chromium or a person",
          "runners/flink-cluster/README.md: docs/operations.md runs the cluster",
          "runners/flink-cluster/README.md: docs/operations.md runs an application",
          "runners/flink-cluster/README.md: needs the savepoint of an application",
          "runners/flink-cluster/README.md: needs a running cluster",
          "runners/flink-cluster/README.md: needs Prometheus and Grafana",
          "runners/flink-cluster/README.md: needs a running job",
          "runners/flink-cluster/README.md: needs a savepoint of a running job",
          "runners/flink-cluster/README.md: needs a checkpoint of a running job",
          "src/test/resources/savepoints/README.md: writes a file into the sources",
          "testdata/README.md: a test does this");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String place :
        List.of(
            "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "runners", "src", "testdata")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** The lines of a page; those in a fence have the fence's info string. */
  private record Line(String text, String fence) {
    boolean isProse() {
      return fence.isEmpty();
    }
  }

  private static List<Line> lines(Path page) throws IOException {
    List<Line> lines = new ArrayList<>();
    String fence = "";
    for (String text : Files.readAllLines(page)) {
      if (text.strip().startsWith(FENCE)) {
        String info = text.strip().substring(FENCE.length()).strip();
        fence = fence.isEmpty() ? (info.isEmpty() ? "plain" : info) : "";
      } else {
        lines.add(new Line(text, fence));
      }
    }
    return lines;
  }

  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    for (Line line : lines(page)) {
      Matcher heading = HEADING.matcher(line.text());
      if (line.isProse() && heading.matches()) {
        anchors.add(
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .strip()
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksAndAnchorsResolve(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Line line : lines(page)) {
      Matcher link = LINK.matcher(CODE.matcher(line.text()).replaceAll(""));
      while (line.isProse() && link.find()) {
        if (!link.group(1).startsWith("http") && !resolves(page, link.group(1))) {
          broken.add(link.group(1));
        }
      }
    }
    assertThat(broken, is(empty()));
  }

  private static boolean resolves(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** CI runs a block whose fence is {@code sh}, and nothing else. */
  @Test
  void commandsThatCiDoesNotRunSayWhy() throws IOException {
    Set<String> notRun = new HashSet<>();
    List<String> unmarked = new ArrayList<>();
    for (Path page : pages()) {
      for (Line line : lines(page)) {
        String name = ROOT.relativize(page).toString();
        boolean run =
            line.fence().equals("sh") && (name.equals("README.md") || name.startsWith("docs/"));
        if (line.fence().startsWith(NOT_IN_CI)) {
          notRun.add(name + ": " + line.fence().substring(NOT_IN_CI.length()));
        } else if (!run && line.text().startsWith("./sessionbeam ")) {
          unmarked.add(name + ": " + line.text());
        }
      }
    }
    assertThat(unmarked, is(empty()));
    assertThat(notRun, is(NOT_RUN));
  }

  @Test
  void theReadmeIsShort() throws IOException {
    int lines = Files.readAllLines(ROOT.resolve("README.md")).size();
    assertThat(lines, is(lessThanOrEqualTo(README_LINES)));
    assertThat(pages().size(), is(greaterThan(15)));
  }

  @Test
  void theGlossaryIsShort() throws IOException {
    long terms =
        Files.readAllLines(ROOT.resolve("docs/glossary.md")).stream()
            .filter(line -> line.startsWith("| **"))
            .count();
    assertThat(terms, is(greaterThan(0L)));
    assertThat(terms, is(lessThanOrEqualTo((long) TERMS)));
  }
}
