package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.FlinkApplication;
import dev.sessionbeam.cluster.FlinkRest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Starts a cluster of processes, that of {@code make cluster-up}, on free ports. */
final class TestCluster implements AutoCloseable {
  private static final Path SCRIPT = Path.of("runners/flink-cluster/cluster").toAbsolutePath();
  private static final Pattern RUNNING =
      Pattern.compile("\"jid\":\"([0-9a-f]{32})\"[^}]*\"state\":\"RUNNING\"");
  private static final Pattern CREATED =
      Pattern.compile("A savepoint has been created at: (\\S+), but");
  private static final List<String> TASK_MANAGERS = List.of("taskmanager-1", "taskmanager-2");
  private static final int METRIC_PORTS = 20;
  private static final int DEADLINE_SECONDS = 600;
  private static final int ANSWER_MILLIS = 10_000;

  private final Map<String, String> environment;
  private final Path folder;
  private final int port;
  private final int metrics;
  private final FlinkRest rest;

  private TestCluster(Path folder, int port, int metrics, Map<String, String> environment) {
    this.environment = environment;
    this.folder = folder;
    this.port = port;
    this.metrics = metrics;
    this.rest = new FlinkRest(URI.create("http://" + address() + "/"));
  }

  static TestCluster start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of());
  }

  /**
   * Starts a cluster.
   *
   * @param environment variables of its processes
   */
  static TestCluster start(Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    TestCluster cluster =
        new TestCluster(folder, freePorts(2), freePorts(METRIC_PORTS), environment);
    cluster.command("up");
    shareClassPath(cluster.jar());
    return cluster;
  }

  /** A cluster that does not run yet, for the script's command {@code application}. */
  static TestCluster prepared(Path folder, int taskManagers) throws IOException {
    return new TestCluster(
        folder,
        freePorts(2),
        freePorts(METRIC_PORTS),
        Map.of("TASKMANAGERS", String.valueOf(taskManagers)));
  }

  /** A folder with the jar of an application: Flink looks for the entry class in the jar itself. */
  Path applicationJars() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    shareClassPath(jars.resolve("application.jar"), FlinkApplication.class);
    return jars;
  }

  /**
   * Writes a jar that names the class path of this process. The processes of the cluster read the
   * classes there, so hardly anything is sent.
   */
  static void shareClassPath(Path jar, Class<?>... classes) throws IOException {
    String urls =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, urls);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(name));
        try (InputStream in = type.getResourceAsStream("/" + name)) {
          Objects.requireNonNull(in).transferTo(out);
        }
      }
    }
  }

  /** Variables for the script of a cluster that is not this one: ports that are free now. */
  static Map<String, String> environment() throws IOException {
    return environment(freePorts(2), freePorts(METRIC_PORTS));
  }

  private static Map<String, String> environment(int port, int metrics) {
    return Map.of(
        "CLUSTER_PORT",
        String.valueOf(port),
        "METRICS_PORT",
        String.valueOf(metrics),
        // Its processes run for a minute only: optimized compilation would not pay.
        "CLUSTER_JAVA_OPTS",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto");
  }

  /** A value for {@code --filesToStage}. */
  Path jar() {
    return folder.resolve("classes.jar");
  }

  /** Another such value, as if it were of a new version. */
  Path anotherJar() throws IOException {
    Path jar = folder.resolve("new-classes.jar");
    shareClassPath(jar);
    return jar;
  }

  /** The first of this many free ports in a row. */
  private static int freePorts(int count) throws IOException {
    while (true) {
      int first;
      try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        first = any.getLocalPort();
      }
      boolean free = first + count < 1 << 16;
      for (int next = first; free && next < first + count; next++) {
        free = isFree(next);
      }
      if (free) {
        return first;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A value for {@code --flinkMaster}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Runs a command of the script, which must succeed, and returns what it prints. */
  String command(String... words) throws IOException, InterruptedException {
    return command(0, words);
  }

  /** Runs a command of the script, which must fail, and returns what it prints. */
  String failing(String... words) throws IOException, InterruptedException {
    return command(1, words);
  }

  private String command(int status, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("CLUSTER_FOLDER", folder.toString());
    builder.environment().putAll(environment(port, metrics));
    Process process = builder.start();
    String out;
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      out = String.join("\n", reader.lines().toList());
    }
    assertThat(out, process.waitFor(), is(status));
    return out;
  }

  /** What a process has logged. */
  String log(String name) throws IOException {
    return Files.readString(folder.resolve("log").resolve(name + ".log"));
  }

  /** Kills a process of the cluster with -9, and waits until another one has taken its place. */
  void kill(String name) throws IOException, InterruptedException {
    ProcessHandle killed = process(name);
    assertThat(name, killed.destroyForcibly());
    await(() -> process(name).pid() != killed.pid() && process(name).isAlive());
  }

  /** The TaskManagers that have tasks; waits for the first one. */
  List<String> workingTaskManagers() throws InterruptedException {
    List<String> working = new ArrayList<>();
    await(
        () -> {
          for (JsonNode found : rest.get("/taskmanagers").path("taskmanagers")) {
            if (found.path("freeSlots").asInt() < found.path("slotsNumber").asInt()) {
              working.add(found.path("id").asText());
            }
          }
          return !working.isEmpty();
        });
    working.sort(null);
    return working;
  }

  /**
   * The TaskManager that has a connection.
   *
   * @param port the port at the TaskManager's end
   */
  Optional<String> taskManagerAt(int port) throws IOException {
    for (String name : TASK_MANAGERS) {
      if (SocketOwner.has(process(name), port)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private ProcessHandle process(String name) throws IOException {
    String pid = Files.readString(folder.resolve("run").resolve(name + ".pid")).split(" ", 2)[0];
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException(name));
  }

  /** Requests that a job is stopped with a savepoint. */
  void stop(ClusterJob job) throws IOException {
    requestStop(job);
  }

  /** Stops a job with a savepoint, in as many attempts as needed, and returns the savepoint. */
  String stopped(ClusterJob job) throws InterruptedException {
    List<JsonNode> answers = new ArrayList<>();
    String savepoint = "";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (savepoint.isEmpty()) {
      assertThat("no savepoint in time: " + answers, System.nanoTime() < deadline);
      List<String> requests = new ArrayList<>();
      await(() -> requests.add(requestStop(job)));
      await(
          () ->
              answers.add(rest.get("/jobs/" + job.id() + "/savepoints/" + requests.get(0)))
                  && last(answers).path("status").path("id").asText().equals("COMPLETED"));
      savepoint = savepoint(last(answers).path("operation"));
    }
    return savepoint;
  }

  /** The savepoint. If the job failed after it, the cluster names it only in a message. */
  private static String savepoint(JsonNode operation) {
    if (operation.hasNonNull("location")) {
      return operation.path("location").asText();
    }
    Matcher created = CREATED.matcher(operation.path("failure-cause").toString());
    return created.find() ? created.group(1) : "";
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  private String requestStop(ClusterJob job) throws IOException {
    return stop(uri(), job.id(), "{\"drain\": false}");
  }

  /** Ends a job for good: the panes of its open windows are emitted. */
  void drain(ClusterJob job) throws IOException {
    stop(uri(), job.id(), "{\"drain\": true}");
  }

  private URI uri() {
    return URI.create("http://" + address() + "/");
  }

  /** Requests that a job is cancelled, without a savepoint. */
  void cancel(ClusterJob job) throws IOException {
    send(
        HttpRequest.newBuilder(uri().resolve("/jobs/" + job.id() + "?mode=cancel"))
            .method("PATCH", HttpRequest.BodyPublishers.noBody()));
  }

  /** The path of the last complete checkpoint of a job. */
  String lastCheckpoint(ClusterJob job) throws IOException {
    JsonNode latest = rest.get("/jobs/" + job.id() + "/checkpoints").path("latest");
    return latest.path("completed").path("external_path").asText();
  }

  /**
   * Requests that a job of any cluster is stopped with a savepoint.
   *
   * @param request the body of that request to Flink's REST API
   * @return the id of the request, with which its result can be read
   */
  static String stop(URI cluster, String job, String request) throws IOException {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(cluster.resolve("/jobs/" + job + "/stop"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request));
    return new ObjectMapper().readTree(send(post)).path("request-id").asText();
  }

  private static String send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  request.timeout(Duration.ofMillis(ANSWER_MILLIS)).build(),
                  HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 202) {
        throw new IOException(response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Waits until the one job that runs has this many checkpoints. */
  ClusterJob awaitJob(int checkpoints) throws InterruptedException {
    List<String> found = new ArrayList<>();
    await(
        () -> {
          var running = RUNNING.matcher(rest.get("/jobs/overview").toString());
          if (!running.find()) {
            return false;
          }
          found.add(running.group(1));
          return completed(running.group(1)) >= checkpoints;
        });
    return new ClusterJob(uri(), found.get(0));
  }

  /**
   * Waits until a job has recovered from what happened at a moment: until a checkpoint that began
   * later is complete, for which all of its tasks must run. (The time of its last restore would
   * show less: if a process is lost that had no task yet, nothing is restored.)
   */
  void awaitRecovery(ClusterJob job, Instant since) throws InterruptedException {
    await(
        () ->
            rest.get("/jobs/" + job.id() + "/checkpoints")
                    .path("latest")
                    .path("completed")
                    .path("trigger_timestamp")
                    .asLong()
                > since.toEpochMilli());
  }

  /**
   * Waits until a job resumes, after a moment, from a checkpoint.
   *
   * @return when the last task had written that checkpoint
   */
  Instant awaitRestore(ClusterJob job, Instant since) throws InterruptedException {
    String checkpoints = "/jobs/" + job.id() + "/checkpoints";
    List<Instant> written = new ArrayList<>();
    await(
        () -> {
          JsonNode restored = rest.get(checkpoints).path("latest").path("restored");
          if (restored.path("restore_timestamp").asLong() <= since.toEpochMilli()) {
            return false;
          }
          JsonNode details = rest.get(checkpoints + "/details/" + restored.path("id").asLong());
          return written.add(Instant.ofEpochMilli(details.path("latest_ack_timestamp").asLong()));
        });
    return last(written);
  }

  private int completed(String job) throws IOException {
    JsonNode counts = rest.get("/jobs/" + job + "/checkpoints").path("counts");
    return counts.path("completed").asInt();
  }

  /** The metrics whose names start with a text, of all processes. */
  List<String> metrics(String name) {
    List<String> found = new ArrayList<>();
    for (int next = metrics; next < metrics + METRIC_PORTS; next++) {
      scrape(next).stream()
          .flatMap(String::lines)
          .filter(line -> line.startsWith(name))
          .forEach(found::add);
    }
    return found;
  }

  private static Optional<String> scrape(int port) {
    try {
      URLConnection metrics =
          URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
      // Anything may listen there, also what never answers such a request.
      metrics.setReadTimeout(ANSWER_MILLIS);
      try (InputStream in = metrics.getInputStream()) {
        return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A condition to wait for. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits until a condition holds. A condition that cannot be checked does not hold yet. */
  static void await(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!holds(condition)) {
      assertThat("in time", System.nanoTime() < deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    command("down");
  }
}
