package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
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

  private ProjectCopy project;

  @BeforeEach
  void copyTheProject() throws IOException {
    project = new ProjectCopy(folder);
  }

  @Test
  void allThatWouldBeAppliedIsPrinted() throws Exception {
    project.describe();
    CommandRun run = project.command("deploy", "--stage=dev", "--dryRun");
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
                    + project.home().resolve("runners/aws/stage.yaml")),
            containsString("kubectl create namespace shop-dev"),
            containsString(
                "helm upgrade --install shop-dev "
                    + project.home().resolve("runners/kubernetes")
                    + " --values=- --namespace=shop-dev"),
            containsString("parallelism: 2"),
            containsString(definition),
            containsString("Nothing was done: --dryRun.")));
  }

  @Test
  void thePlaceholdersOfTheStageAreFaultsToo() throws Exception {
    CommandRun run = project.command("update", "--stage=dev", "--dryRun");
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
    CommandRun run = project.command("remove", "--stage=dev", "--dryRun", "--deleteData=dev");
    assertThat(run.err(), containsString("aws is missing: version 2 or later is needed"));
    assertThat(run.out(), is(""));
    assertThat(run.status(), is(2));
  }
}
