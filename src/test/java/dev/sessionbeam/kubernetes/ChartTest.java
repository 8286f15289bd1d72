package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sessionbeam.kubernetes.Chart.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resources that Helm makes of the chart, for each stage. */
class ChartTest {
  /** Everything that can be switched on. */
  private static final String FULL =
      """
      {"routes": "[]",
       "pipeline": {"flags": {"format": "parquet", "checkpointTimeoutMillis": 1000000},
         "flink": {"taskmanager.memory.managed.fraction": 0.4, "heartbeat.timeout": 60000},
         "environmentSecret": "tokens", "initialSavepointPath": "s3://b/savepoint-1",
         "savepointRedeployNonce": 3},
       "collector": {"flags": {"rateLimit": "1000/s"}, "environmentSecret": "keys",
         "spool": {"storageClass": "gp3"},
         "ingress": {"enabled": true, "className": "alb", "host": "events.example.com",
           "annotations": {"a": "b"}, "tlsSecret": "tls"}},
       "monitoring": {"prometheusOperator": true, "labels": {"release": "prometheus"}}}
      """;

  private static final Map<String, Resources> RENDERED = new HashMap<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void render() throws Exception {
    Map<String, Path> cases = new HashMap<>();
    for (String stage : Chart.stages()) {
      cases.put(stage, Chart.values(folder, stage, "{}"));
    }
    cases.put("full", Chart.values(folder, "dev", FULL));
    cases.put("changed", Chart.values(folder, "dev", "pipelines/web.yaml", "{}"));
    cases.put("alone", Chart.values(folder, "dev", "{\"collector\": {\"enabled\": false}}"));
    for (Map.Entry<String, Outcome> each : Chart.render(folder, cases).entrySet()) {
      assertThat(each.getKey(), each.getValue().fault(), is(""));
      RENDERED.put(each.getKey(), Resources.parse(each.getValue().text()));
    }
  }

  private static Resources of(String name) {
    return Objects.requireNonNull(RENDERED.get(name), name);
  }

  @Test
  void thereIsAFileForEachStageThatTheDocsName() throws Exception {
    assertThat(Chart.stages(), is(List.of("dev", "prod")));
  }

  @Test
  void lintFindsNothing() throws Exception {
    Map<String, Path> cases = new HashMap<>();
    for (String stage : Chart.stages()) {
      cases.put(stage, Chart.values(folder, stage, "{}"));
    }
    cases.put("full", Chart.values(folder, "dev", FULL));
    Chart.lint(folder, cases).forEach((name, found) -> assertThat(name, found.fault(), is("")));
  }

  @Test
  void eachNameBeginsWithProjectAndStage() {
    for (String stage : List.of("dev", "prod", "full")) {
      String begin = "shop-" + stage.replace("full", "dev");
      List<String> names = of(stage).all().stream().map(Resources::name).toList();
      assertThat(names, everyItem(startsWith(begin)));
      assertThat(names, hasSize(greaterThan(12)));
    }
  }

  private List<String> unknownFields(List<JsonNode> resources) throws Exception {
    ArrayNode all = new ObjectMapper().createArrayNode();
    resources.forEach(all::add);
    return KubernetesPeer.run(folder, "KnownFields", all.toString(), List.of()).lines().toList();
  }

  @Test
  void kubernetesKnowsEachField() throws Exception {
    assertThat(unknownFields(of("prod").all()), is(empty()));
    assertThat(unknownFields(of("full").all()), is(empty()));
  }

  @Test
  void aMisspeltFieldOfKubernetesIsFound() throws Exception {
    JsonNode collector = of("dev").only("StatefulSet").deepCopy();
    ObjectNode container =
        (ObjectNode)
            collector.path("spec").path("template").path("spec").path("containers").path(0);
    container.set("livenesProbe", container.remove("livenessProbe"));
    assertThat(
        unknownFields(List.of(collector)),
        hasItem(startsWith("apps/v1 StatefulSet: Unrecognized field \"livenesProbe\"")));
  }

  /** The names of runners/aws/stage.yaml, with its parameters filled in. */
  @Test
  void rolesStreamAndBucketAreThoseOfTheTemplateOfAws() throws Exception {
    String template =
        Files.readString(Path.of("runners/aws/stage.yaml"))
            .replace("${Project}", "shop")
            .replace("${Stage}", "dev")
            .replace("${Namespace}", "sessionbeam")
            .replace("${AWS::AccountId}", "123456789012")
            .replace("${AWS::Region}", "eu-central-1");
    for (JsonNode account : of("dev").all("ServiceAccount")) {
      String name = Resources.name(account);
      assertThat(template.contains("RoleName: !Sub \"" + name + "\""), is(true));
      assertThat(template.contains("system:serviceaccount:sessionbeam:" + name + "\""), is(true));
      assertThat(
          account.path("metadata").path("annotations").path("eks.amazonaws.com/role-arn").asText(),
          is("arn:aws:iam::123456789012:role/" + name));
    }
    List<String> flags =
        Resources.texts(of("dev").only("FlinkDeployment").path("spec").path("job").path("args"));
    assertThat(flags, hasItem("--stream=shop-dev-events"));
    assertThat(template.contains("Name: !Sub \"shop-dev-events\""), is(true));
    assertThat(flags, hasItem("--output=s3://shop-dev-123456789012-eu-central-1/sessions"));
    assertThat(
        template.contains("BucketName: !Sub \"shop-dev-123456789012-eu-central-1\""), is(true));
  }

  @Test
  void aChangedDefinitionIsANewVersionOfThePipelineAndOfTheCollector() throws Exception {
    JsonNode before = of("dev").only("ConfigMap", definitionName("dev"));
    JsonNode after = of("changed").only("ConfigMap", definitionName("changed"));
    assertThat(definitionName("dev"), is(not(definitionName("changed"))));
    assertThat(before.path("immutable").asBoolean(), is(true));
    assertThat(
        before.path("data").path("definition.yaml").asText(),
        is(Files.readString(Path.of("pipelines/nitro.yaml"))));
    assertThat(
        after.path("data").path("definition.yaml").asText(),
        is(Files.readString(Path.of("pipelines/web.yaml"))));
    // A rollback, and pods of the version before, need it.
    assertThat(
        before.path("metadata").path("annotations").path("helm.sh/resource-policy").asText(),
        is("keep"));
    for (String kind : List.of("FlinkDeployment", "StatefulSet")) {
      String mounted = "\"name\":\"" + definitionName("dev") + "\"";
      assertThat(of("dev").only(kind).toString().contains(mounted), is(true));
      assertThat(of("changed").only(kind).toString().contains(mounted), is(false));
    }
  }

  private static String definitionName(String name) {
    return of(name).all("ConfigMap").stream()
        .map(Resources::name)
        .filter(each -> each.contains("-definition-"))
        .findFirst()
        .orElseThrow();
  }

  /** They are read again while the pipeline runs. */
  @Test
  void routesAreAFileThatIsNotPartOfTheVersion() throws Exception {
    JsonNode routes = of("full").only("ConfigMap", "-routes");
    assertThat(routes.path("data").path("routes.json").asText(), is("[]"));
    assertThat(routes.has("immutable"), is(false));
    String deployment = of("full").only("FlinkDeployment").toString();
    assertThat(deployment.contains("--routes=/etc/sessionbeam/routes/routes.json"), is(true));
    assertThat(of("dev").only("FlinkDeployment").toString().contains("routes"), is(false));
    // Kubelet never renews a file that is mounted with a subPath.
    assertThat(deployment.contains("subPath"), is(false));
  }

  @Test
  void alertsAndDashboardAreThoseOfTheCluster() throws Exception {
    Path monitoring = Path.of("runners/flink-cluster/monitoring");
    assertThat(
        of("prod").only("PrometheusRule").path("spec"),
        is(new YAMLMapper().readTree(monitoring.resolve("alerts.yaml").toFile())));
    assertThat(
        of("dev").only("ConfigMap", "-dashboard").path("data").path("sessionbeam.json").asText(),
        is(Files.readString(monitoring.resolve("grafana/dashboards/sessionbeam.json"))));
    assertThat(of("prod").all("PodMonitor"), hasSize(2));
    assertThat(of("dev").all("PodMonitor"), is(empty()));
    assertThat(of("dev").all("PrometheusRule"), is(empty()));
  }

  /** Each pod is denied everything by one policy; the others say what is allowed. */
  @Test
  void onlyWhatIsNeededMayConnect() {
    JsonNode deny = of("dev").only("NetworkPolicy", "-deny").path("spec");
    assertThat(deny.has("ingress"), is(false));
    assertThat(Resources.texts(deny.path("policyTypes")), is(List.of("Ingress")));
    assertThat(
        deny.path("podSelector").path("matchLabels").toString(),
        is("{\"app.kubernetes.io/instance\":\"shop-dev\"}"));
    JsonNode flink = of("dev").only("NetworkPolicy", "-pipeline").path("spec").path("ingress");
    assertThat(flink.size(), is(3));
    assertThat(
        flink.path(0).toString(),
        is("{\"from\":[{\"podSelector\":{\"matchLabels\":{\"app\":\"shop-dev-pipeline\"}}}]}"));
    assertThat(
        flink.path(1).path("ports").toString(), is("[{\"protocol\":\"TCP\",\"port\":8081}]"));
    assertThat(
        flink.path(2).path("ports").toString(), is("[{\"protocol\":\"TCP\",\"port\":9249}]"));
    JsonNode collector = of("dev").only("NetworkPolicy", "-collector").path("spec").path("ingress");
    assertThat(collector.size(), is(1));
    assertThat(
        collector.path(0).path("ports").toString(), is("[{\"protocol\":\"TCP\",\"port\":8080}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod", "full"})
  void noResourceHoldsASecret(String name) {
    assertThat(of(name).all("Secret"), is(empty()));
    String all = of(name).all().toString();
    assertThat(all.contains("access-key"), is(false));
    assertThat(all.contains("secret-key"), is(false));
    assertThat(all.contains("SESSIONBEAM_WRITE_KEYS"), is(false));
  }

  @Test
  void withoutTheCollectorNothingOfItIsThere() {
    assertThat(of("alone").all().toString().contains("collector"), is(false));
  }

  @Test
  void onlyEventsComeThroughTheIngress() {
    JsonNode rules = of("full").only("Ingress").path("spec").path("rules");
    assertThat(rules.size(), is(1));
    JsonNode paths = rules.path(0).path("http").path("paths");
    assertThat(paths.size(), is(1));
    assertThat(paths.path(0).path("path").asText(), is("/v1/events"));
    assertThat(paths.path(0).path("pathType").asText(), is("Exact"));
    assertThat(of("dev").all("Ingress"), is(empty()));
  }
}
