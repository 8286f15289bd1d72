package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deploy.StageNote;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks, dry run and versions of a stage on Kubernetes. */
@SuppressWarnings("StringConcatToTextBlock") // This check of Error Prone 2.42 fails on this file.
class OperatorStageTest {
  private static final DefinitionCheck VALID = (definition, routes) -> List.of();

  /** A machine with none of the tools. */
  private static final Tools NONE = ProcessTools.on("");

  @TempDir private Path folder;

  private StageFiles files;
  private TestServer server;
  private StandInTools tools;

  @BeforeEach
  void start() throws IOException {
    files = new StageFiles(folder);
    server = new TestServer();
    tools = new StandInTools(server.address(), folder.resolve("buckets"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OperatorStage open() throws UsageException, IOException {
    return OperatorStage.open(folder, "dev", VALID, false, tools);
  }

  @Test
  void aDryRunWithoutToolsSaysWhatIsMissingAndPrintsAllThatItWouldApply() throws Exception {
    files.good("  stack: {FanOut: \"yes\"}");
    List<String> faults = new ArrayList<>();
    List<String> printed = OperatorStage.preview(folder, "dev", VALID, faults, NONE);
    assertThat(
        faults,
        contains(
            "kubectl is missing: version 1.25 or later is needed: get it from"
                + " https://kubernetes.io/docs/tasks/tools/",
            "helm is missing: version 3.12 or later is needed: get it from"
                + " https://helm.sh/docs/intro/install/",
            "aws is missing: version 2 or later is needed: get it from https://aws.amazon.com/cli/"));
    String all = printed.toString();
    assertThat(
        all,
        containsString(
            "aws cloudformation deploy --region=eu-west-1 --stack-name=shop-dev --template-file="
                + folder.resolve("runners/aws/stage.yaml")
                + " --capabilities=CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset"
                + " --parameter-overrides Data=keep FanOut=yes Project=shop Stage=dev"));
    assertThat(
        all,
        containsString(
            "helm upgrade --install shop-dev "
                + folder.resolve("runners/kubernetes")
                + " --values=- --namespace=shop-dev"));
    assertThat(all, containsString("parallelism: 4"));
    assertThat(all, containsString("event: {}"));
    assertThat(all, containsString("# What helm makes of it is not known"));
  }

  @Test
  void withHelmADryRunPrintsTheFlinkDeployment() throws Exception {
    files.good("");
    List<String> faults = new ArrayList<>();
    List<String> printed = OperatorStage.preview(folder, "dev", VALID, faults, tools);
    assertThat(faults, is(empty()));
    assertThat(printed.toString(), containsString("kind: \"FlinkDeployment\""));
    assertThat(printed, hasItem(startsWith("# No stack: ")));
    assertThat(tools.calls(), not(hasItem(containsString("upgrade"))));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() throws Exception {
    files.write(
        "runners/kubernetes/stages/dev.yaml",
        """
        stage: Dev-1
        account: 123456789012
        deploy:
          definition: DEFINITION
          routs: routes.json
        """
            .replace("DEFINITION", folder.resolve("events.yaml").toString()));
    UsageException wrong =
        assertThrows(
            UsageException.class,
            () ->
                OperatorStage.open(
                    folder, "dev", (definition, routes) -> List.of("gapp: unknown"), false, NONE));
    String file = folder.resolve("runners/kubernetes/stages/dev.yaml") + ": ";
    assertThat(
        String.valueOf(wrong.getMessage()).lines().toList(),
        containsInAnyOrder(
            is(file + "stage is \"Dev-1\": it must be 2 to 10 lower-case letters and digits"),
            is(file + "account is 123456789012: it must be 12 digits in quotes: the AWS account"),
            is(file + "region is \"REGION\": it must be an AWS region, such as eu-west-1"),
            startsWith(file + "image.repository is \"REGISTRY/sessionbeam\": it must be "),
            startsWith(file + "image.tag is \"TAG\": it must be "),
            is(file + "deploy.routs is not one of context, definition, namespace, routes, stack"),
            is("gapp: unknown"),
            startsWith("kubectl is missing"),
            startsWith("helm is missing"),
            startsWith("aws is missing")));
  }

  @Test
  void credentialsOfAnotherAccountAreRefused() throws Exception {
    files.good("");
    files.write(
        "runners/kubernetes/stages/dev.yaml",
        Files.readString(folder.resolve("runners/kubernetes/stages/dev.yaml"))
            .replace("123456789012", "210987654321"));
    UsageException wrong = assertThrows(UsageException.class, this::open);
    assertThat(
        wrong.getMessage(),
        is(
            "the credentials of AWS are of the account 123456789012, but the stage is in"
                + " 210987654321: set AWS_PROFILE"));
  }

  @Test
  void textsThatAreTooLongForAConfigMapAreAFault() throws Exception {
    files.good("");
    files.write("events.yaml", "#".repeat(900_001));
    UsageException wrong = assertThrows(UsageException.class, this::open);
    assertThat(wrong.getMessage(), endsWith("takes no more than 900000: make them shorter"));
  }

  @Test
  void aVersionIsWhatTheWorkingCopyWas() throws Exception {
    files.good("  stack: {}");
    try (OperatorStage stage = open()) {
      assertThat(stage.versions(), is(empty()));
      assertThat(stage.changes(0), hasItem("+ pipeline.parallelism: 4"));
      assertThat(stage.keep(), is(1));
      assertThat(stage.versions(), contains(1));
      assertThat(stage.changes(1), is(empty()));
      assertThat(
          tools.calls(), hasItem(startsWith("aws cloudformation deploy --region=eu-west-1")));

      files.write("events.yaml", "event: {id: [x]}");
      assertThat(stage.changes(1), contains("! definition"));
      files.write("runners/kubernetes/templates/pipeline.yaml", "kind: Other");
      files.write("runners/aws/stage.yaml", "Resources: {A: {}}");
      assertThat(
          stage.changes(1),
          contains(
              "! the chart " + folder.resolve("runners/kubernetes"),
              "! the stack of " + folder.resolve("runners/aws/stage.yaml"),
              "! definition"));
      assertThat(stage.keep(), is(2));
      assertThat(stage.versions(), contains(1, 2));
    }
  }

  @Test
  void twoCommandsAtATimeAreRefused() throws Exception {
    files.good("");
    try (OperatorStage stage = open()) {
      stage.journal().write(StageNote.EMPTY);
      Kubectl kubectl = new Kubectl(tools, "shop-dev", null);
      IOException refused =
          assertThrows(
              IOException.class,
              () -> ConfigMapJournal.open(kubectl, "shop-dev", "another", Clock.systemUTC()));
      assertThat(refused.getMessage(), startsWith("another command changes this stage now: "));
    }
  }

  @Test
  void aJobThatWasStartedByHandIsNotEnded() throws Exception {
    files.good("");
    new HelmStandIn(new ApiServer(server.address()))
        .run(
            List.of("upgrade", "shop-dev", "chart", "--namespace=shop-dev"),
            "pipeline: {parallelism: 1}");
    IOException refused = assertThrows(IOException.class, this::open);
    assertThat(
        refused.getMessage(),
        startsWith("the FlinkDeployment shop-dev-pipeline was not started by deploy, and runs."));
  }

  @Test
  void theDataOfAStageAreThoseOfItsStack() throws Exception {
    files.good("  stack: {}");
    try (OperatorStage stage = open()) {
      assertThat(
          stage.data().faults(),
          contains(
              "there is no stack shop-dev. If it was deleted by hand, its data are still there:"
                  + " docs/aws.md lists them"));
      assertThat(stage.keep(), is(1));
      assertThat(stage.data().faults(), is(empty()));
      assertThat(stage.data().objects(), hasItem("Kinesis stream shop-dev-events"));
      assertThat(
          stage.data().kept(),
          contains("The versions of the stage stay, in the namespace shop-dev."));
    }
  }

  @Test
  void dataOfAStackOfSomebodyElseAreNotDeleted() throws Exception {
    files.good("");
    try (OperatorStage stage = open()) {
      assertThat(
          stage.data().faults(),
          contains(
              folder.resolve("runners/kubernetes/stages/dev.yaml")
                  + " has no section deploy.stack: whoever creates the resources on AWS deletes"
                  + " them"));
      assertThrows(IOException.class, () -> stage.platform().deleteData(stage.data().objects()));
    }
  }

  @Test
  void dataThatTheFileDoesNotNameAnyMoreAreNotDeleted() throws Exception {
    files.good("  stack: {}");
    try (OperatorStage stage = open()) {
      assertThat(stage.keep(), is(1));
      IOException refused =
          assertThrows(
              IOException.class,
              () -> stage.platform().deleteData(List.of("Kinesis stream shop-prod-events")));
      assertThat(
          refused.getMessage(),
          endsWith("Undo the change. This was to be deleted: Kinesis stream shop-prod-events"));
      assertThat(tools.calls(), not(hasItem(containsString("delete-stack"))));
    }
  }
}
