package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dry run of a stage on Kubernetes, by a new user whose machine has neither kubectl, Helm nor the
 * AWS CLI: a process of its own, with an empty search path.
 */
class StageDryRunTest {
  private static final String TOOLS =
      """
      sessionbeam: kubectl is missing: version 1.25 or later is needed: get it from https://kubernetes.io/docs/tasks/tools/
      sessionbeam: helm is missing: version 3.12 or later is needed: get it from https://helm.sh/docs/intro/install/
      sessionbeam: aws is missing: version 2 or later is needed: get it from https://aws.amazon.com/cli/
      """;

  @TempDir private Path folder;

  private Path home;

  @BeforeEach
  void copyTheProject() throws IOException {
    home = folder.resolve("home");
    for (String part : List.of("runners/kubernetes", "runners/aws")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.toList()) {
          Path copy = home.resolve(file.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  private CommandRun command(String... words) throws IOException, InterruptedException {
    Path out = folder.resolve("printed");
    Path err = folder.resolve("faults");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsessionbeam.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()),
                    Stream.of(words))
                .toList());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("nothing").toString());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    int status = builder.start().waitFor();
    return new CommandRun(status, Files.readString(out), Files.readString(err));
  }

  @Test
  void allThatWouldBeAppliedIsPrinted() throws Exception {
    Files.writeString(
        home.resolve("runners/kubernetes/stages/dev.yaml"),
        """
        project: shop
        stage: dev
        account: "123456789012"
        region: eu-west-1
        image:
          repository: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/sessionbeam
          tag: 0.1.0
        pipeline:
          parallelism: 2
        deploy:
          definition: pipelines/nitro.yaml
          stack: {}
        """);
    CommandRun run = command("deploy", "--stage=dev", "--dryRun");
    assertThat(run.err(), is(TOOLS));
    assertThat(run.status(), is(1));
    String definition =
        Files.readAllLines(Path.of("pipelines/nitro.yaml")).stream()
            .map(line -> line.isEmpty() ? "\n" : "  " + line + "\n")
            .collect(Collectors.joining());
    assertThat(
        run.out(),
        allOf(
            containsString(
                "aws cloudformation deploy --region=eu-west-1 --stack-name=shop-dev"
                    + " --template-file="
                    + home.resolve("runners/aws/stage.yaml")),
            containsString("kubectl create namespace shop-dev"),
            containsString(
                "helm upgrade --install shop-dev "
                    + home.resolve("runners/kubernetes")
                    + " --values=- --namespace=shop-dev"),
            containsString("parallelism: 2"),
            containsString(definition),
            containsString("Nothing was done: --dryRun.")));
  }

  @Test
  void thePlaceholdersOfTheStageAreFaultsToo() throws Exception {
    CommandRun run = command("update", "--stage=dev", "--dryRun");
    assertThat(run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("account is \"ACCOUNT\": it must be 12 digits"),
            containsString("region is \"REGION\""),
            containsString(TOOLS)));
  }

  @Test
  void aRemovalDoesNotPrintWhatADeploymentWouldApply() throws Exception {
    CommandRun run = command("remove", "--stage=dev", "--dryRun", "--deleteData=dev");
    assertThat(run.err(), containsString("aws is missing: version 2 or later is needed"));
    assertThat(run.out(), is(""));
    assertThat(run.status(), is(2));
  }
}
