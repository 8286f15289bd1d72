package dev.sessionbeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code logs} of a stage on Kubernetes, with a script in place of kubectl. */
class StageStatusTest {
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/jobmanager/log",
          "2017-02-05 10:00:00,000 INFO  JobManager [] - all is well\n",
          "/taskmanagers",
          "{\"taskmanagers\":[]}",
          "/jobs/overview",
          "{\"jobs\":[]}");

  @TempDir private Path folder;

  private HttpServer flink;
  private ProjectCopy project;

  @BeforeEach
  void start() throws IOException {
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext(
        "/",
        exchange -> {
          String answer = ANSWERS.get(exchange.getRequestURI().getPath());
          byte[] bytes = (answer == null ? "{}" : answer).getBytes(UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    flink.start();
    project = new ProjectCopy(folder);
    project.describe();
  }

  @AfterEach
  void stop() {
    flink.stop(0);
  }

  private void forwards(String then) throws IOException {
    project.tool(
        "kubectl",
        "case \"$1 $2\" in\n"
            + "  'version --client') echo 'Client Version: v1.32.4' ;;\n"
            + "  'port-forward service/shop-dev-pipeline-rest') "
            + then
            + " ;;\n"
            + "esac");
  }

  @Test
  void logsAreThoseOfTheClusterBehindKubectl() throws Exception {
    forwards(
        "echo 'Forwarding from 127.0.0.1:"
            + flink.getAddress().getPort()
            + " -> 8081'; read -r line");
    CommandRun run = project.command("logs", "--stage=dev");
    assertThat(run.err(), is(""));
    assertThat(
        run.out(), is("jobmanager 2017-02-05 10:00:00,000 INFO  JobManager [] - all is well\n"));
    assertThat(run.status(), is(0));
    CommandRun status = project.command("status", "--stage=dev");
    assertThat(status.err(), containsString("no job"));
    assertThat(status.status(), is(1));
  }

  @Test
  void aClusterThatIsNotThereIsNamed() throws Exception {
    forwards("echo 'Error from server (NotFound): services not found' >&2; exit 1");
    CommandRun run = project.command("status", "--stage=dev");
    assertThat(
        run.err(),
        is(
            "sessionbeam: kubectl port-forward service/shop-dev-pipeline-rest :8081"
                + " --address=127.0.0.1 --namespace=shop-dev: Error from server (NotFound):"
                + " services not found\n"));
    assertThat(run.status(), is(1));
  }

  @Test
  void kubectlIsAllThatIsNeeded() throws Exception {
    CommandRun run = project.command("status", "--stage=dev");
    assertThat(
        run.err(),
        is(
            "sessionbeam: kubectl is missing: version 1.25 or later is needed: get it from"
                + " https://kubernetes.io/docs/tasks/tools/\n"));
    assertThat(run.status(), is(2));
  }

  @Test
  void aStageAndAnAddressAreTwoClusters() {
    CommandRun run = CommandRun.of("logs", "--stage=dev", "--flinkMaster=127.0.0.1:8081");
    assertThat(run.err(), containsString("--flinkMaster and --stage: give one of them"));
    assertThat(run.status(), is(2));
  }

  @Test
  void aStageThatDoesNotExistIsNamed() {
    CommandRun run = CommandRun.of("status", "--stage=locale");
    assertThat(
        run.err(), containsString("--stage: there is no stage 'locale'; did you mean local?"));
    assertThat(run.status(), is(2));
  }
}
