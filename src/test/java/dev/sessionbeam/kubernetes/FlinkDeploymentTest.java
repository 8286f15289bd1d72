package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource for Flink's operator: by the operator's schema, and its settings. */
class FlinkDeploymentTest {
  private static final Map<String, JsonNode> DEPLOYMENTS = new HashMap<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void render() throws Exception {
    Map<String, Path> cases = new HashMap<>();
    for (String stage : Chart.stages()) {
      cases.put(stage, Chart.values(folder, stage, "{}"));
    }
    cases.put(
        "given",
        Chart.values(
            folder,
            "dev",
            """
            {"region": "cn-north-1", "routes": "[]",
             "pipeline": {"state": "suspended", "archive": false,
               "flags": {"format": "parquet", "filesPerPartition": 4, "stagedRetention": "10d"},
               "flink": {"heartbeat.timeout": 1000000, "web.submit.enable": true, "x.y": 0},
               "environmentSecret": "tokens", "initialSavepointPath": "s3://b/savepoint-1",
               "savepointRedeployNonce": 3}}
            """));
    Chart.render(folder, cases)
        .forEach(
            (name, found) -> {
              assertThat(name, found.fault(), is(""));
              DEPLOYMENTS.put(name, Resources.parse(found.text()).only("FlinkDeployment"));
            });
  }

  private static JsonNode of(String name) {
    return Objects.requireNonNull(DEPLOYMENTS.get(name), name);
  }

  private static JsonNode settings(String name) {
    return of(name).path("spec").path("flinkConfiguration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod", "given"})
  void itConformsToTheSchemaOfTheOperator(String name) throws Exception {
    assertThat(OperatorSchema.read().faults(of(name)), is(empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "/spec, serviceAccount",
    "/spec/job, upgradeMode",
    "/spec/taskManager/resource, memory",
    "/spec/jobManager/podTemplate/spec/containers/0, securityContext",
    "/spec/jobManager/podTemplate/spec/containers/0/securityContext, readOnlyRootFilesystem"
  })
  void aMisspeltFieldIsAFault(String at, String field) throws Exception {
    JsonNode spoiled = of("dev").deepCopy();
    ObjectNode object = (ObjectNode) spoiled.at(at);
    object.set(field + "s", object.remove(field));
    assertThat(
        OperatorSchema.read().faults(spoiled),
        hasItem(containsString("property '" + field + "s' is not defined")));
  }

  @ParameterizedTest
  @CsvSource({"/spec/job, upgradeMode, newest", "/spec, flinkVersion, v1_99"})
  void aValueThatTheOperatorDoesNotKnowIsAFault(String at, String field, String value)
      throws Exception {
    JsonNode spoiled = of("dev").deepCopy();
    ((ObjectNode) spoiled.at(at)).put(field, value);
    assertThat(OperatorSchema.read().faults(spoiled), is(not(empty())));
  }

  @Test
  void anUpgradeTakesASavepointAndNeverFallsBackToAnOlderCheckpoint() {
    for (String stage : List.of("dev", "prod", "given")) {
      JsonNode job = of(stage).path("spec").path("job");
      assertThat(job.path("upgradeMode").asText(), is("savepoint"));
      assertThat(job.path("allowNonRestoredState").asBoolean(true), is(false));
      JsonNode settings = settings(stage);
      for (String off :
          List.of(
              "kubernetes.operator.job.upgrade.last-state-fallback.enabled",
              "kubernetes.operator.savepoint.cleanup.enabled",
              "kubernetes.operator.deployment.rollback.enabled",
              "job.autoscaler.enabled")) {
        assertThat(off, settings.path(off).asText(), is("false"));
      }
    }
  }

  @Test
  void stateIsOnS3InTheFolderThatTheRoleMayWrite() {
    String folder = "s3://shop-prod-123456789012-eu-central-1/checkpoints/";
    JsonNode settings = settings("prod");
    assertThat(settings.path("high-availability.type").asText(), is("kubernetes"));
    assertThat(settings.path("high-availability.storageDir").asText(), is(folder + "ha"));
    assertThat(settings.path("state.checkpoints.dir").asText(), is(folder + "checkpoints"));
    assertThat(settings.path("state.savepoints.dir").asText(), is(folder + "savepoints"));
    assertThat(settings.path("state.backend.type").asText(), is("rocksdb"));
    assertThat(settings.path("s3.endpoint").asText(), is("https://s3.eu-central-1.amazonaws.com"));
    assertThat(
        settings("given").path("s3.endpoint").asText(),
        is("https://s3.cn-north-1.amazonaws.com.cn"));
  }

  /**
   * But for those that name 127.0.0.1, ZooKeeper, sizes, and a reporter that is not in the image.
   */
  @Test
  void theSettingsAreThoseOfTheClusterOfThisProject() throws Exception {
    JsonNode cluster =
        new YAMLMapper().readTree(Path.of("runners/flink-cluster/conf/config.yaml").toFile());
    List<String> others =
        cluster.properties().stream()
            .filter(
                each -> !settings("dev").path(each.getKey()).asText().equals(text(each.getValue())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    assertThat(
        others,
        is(
            List.of(
                "high-availability.type",
                "high-availability.zookeeper.client.session-timeout",
                "high-availability.zookeeper.client.tolerate-suspended-connections",
                "jobmanager.bind-host",
                "jobmanager.memory.process.size",
                "jobmanager.rpc.address",
                "metrics.reporter.prom.factory.class",
                "rest.address",
                "rest.bind-address",
                "taskmanager.bind-host",
                "taskmanager.host",
                "taskmanager.memory.process.size")));
    assertThat(settings("dev").toString(), not(containsString("127.0.0.1")));
    assertThat(settings("dev").toString(), not(containsString("zookeeper")));
  }

  @Test
  void theSettingsOfAnApplicationAreThoseOfTheClusterOfThisProject() throws Exception {
    Path file = Path.of("runners/flink-cluster/conf/application.yaml");
    new YAMLMapper()
        .readTree(file.toFile())
        .properties()
        .forEach(
            each ->
                assertThat(
                    each.getKey(),
                    settings("dev").path(each.getKey()).asText(),
                    is(each.getValue().asText())));
  }

  /** The chart writes 2.0 as 2. */
  private static String text(JsonNode value) {
    return value.isDouble() && value.asDouble() == Math.rint(value.asDouble())
        ? String.valueOf(value.asInt())
        : value.asText();
  }

  @Test
  void furtherFlagsAndSettingsArePassedOn() {
    JsonNode job = of("given").path("spec").path("job");
    List<String> flags = Resources.texts(job.path("args"));
    assertThat(flags, hasItem("--format=parquet"));
    assertThat(flags, hasItem("--filesPerPartition=4"));
    assertThat(flags, hasItem("--stagedRetention=10d"));
    assertThat(flags.toString(), not(containsString("--archive")));
    assertThat(settings("given").path("heartbeat.timeout").asText(), is("1000000"));
    assertThat(settings("given").path("web.submit.enable").asText(), is("true"));
    assertThat(settings("given").path("x.y").asText(), is("0"));
    assertThat(job.path("state").asText(), is("suspended"));
    assertThat(job.path("initialSavepointPath").asText(), is("s3://b/savepoint-1"));
    assertThat(job.path("savepointRedeployNonce").asInt(), is(3));
    assertThat(of("dev").path("spec").path("job").has("initialSavepointPath"), is(false));
    assertThat(of("dev").path("spec").path("job").has("savepointRedeployNonce"), is(false));
  }
}
