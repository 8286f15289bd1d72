package dev.sessionbeam.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.DeliveryCoder;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * A job with the delivering step, and what a pipeline has around it: results that share their
 * writer with its dead letters.
 */
final class DeliveringJob {
  /** The longest time that a test waits for something. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long what waits for a removed destination goes on waiting. */
  private static final Duration REMOVAL = Duration.ofMillis(500);

  /** An event with this id makes the job fail, once. */
  static final String FAIL = "fail";

  /** In the body of a session, this becomes the number of the attempt of the job. */
  static final String ATTEMPT = "ATTEMPT";

  private static final Map<UUID, DeliveringJob> JOBS = new ConcurrentHashMap<>();

  final PlayedDeliveries.Script script;
  final Queue<DeadLetter> undelivered = new ConcurrentLinkedQueue<>();

  /** The ids of the events whose windows are closed after the delivering step. */
  final Queue<String> closed = new ConcurrentLinkedQueue<>();

  private final UUID id = UUID.randomUUID();
  private volatile Routes routes;
  private volatile boolean failed;
  private URI cluster = URI.create("http://127.0.0.1");
  private CompletableFuture<PipelineResult> result = new CompletableFuture<>();

  private DeliveringJob(List<Route> routes) {
    this.routes = new Routes("v1", routes);
    this.script = PlayedDeliveries.Script.create(id);
    JOBS.put(id, this);
  }

  /** The routes of a test, which may change them. */
  private record TestRoutes(UUID id) implements CurrentRoutes {
    @Override
    public Routes get() {
      return job(id).routes;
    }
  }

  private static DeliveringJob job(UUID id) {
    DeliveringJob job = JOBS.get(id);
    if (job == null) {
      throw new IllegalStateException("no job " + id);
    }
    return job;
  }

  static DeliveringJob onDirect(Duration drain, List<Route> routes) {
    DeliveringJob job = new DeliveringJob(routes);
    job.start(drain, "--runner=DirectRunner");
    return job;
  }

  /** Starts a job on Flink with parallelism 2, checkpoints, and restarts. */
  static DeliveringJob onFlink(
      Duration drain, Duration checkpoints, Path folder, List<Route> routes) throws IOException {
    DeliveringJob job = new DeliveringJob(routes);
    job.startOnFlink(drain, checkpoints, folder, "");
    return job;
  }

  private void startOnFlink(Duration drain, Duration checkpoints, Path folder, String more)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    cluster = URI.create("http://127.0.0.1:" + port);
    Path configuration = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        configuration.resolve("flink-conf.yaml"),
        String.format(
            Locale.ROOT,
            """
            jobmanager.bind-host: 127.0.0.1
            taskmanager.bind-host: 127.0.0.1
            rest.bind-address: 127.0.0.1
            rest.bind-port: %d
            state.checkpoints.dir: %s
            restart-strategy.type: fixed-delay
            restart-strategy.fixed-delay.attempts: 3
            restart-strategy.fixed-delay.delay: 10 ms
            %s
            """,
            port,
            folder.resolve("checkpoints").toUri(),
            more));
    start(
        drain,
        "--runner=FlinkRunner",
        "--flinkMaster=[local]",
        "--streaming",
        "--parallelism=2",
        "--flinkConfDir=" + configuration,
        "--checkpointingInterval=" + checkpoints.toMillis(),
        "--maxBundleTimeMills=50",
        "--shutdownSourcesAfterIdleMs=0");
  }

  /** Stops a job on Flink with a savepoint, and returns its account when it has ended. */
  Map<String, DestinationCounts> stop(boolean drain, Path savepoints) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest jobs = HttpRequest.newBuilder(cluster.resolve("/jobs")).build();
    String job =
        new ObjectMapper()
            .readTree(client.send(jobs, HttpResponse.BodyHandlers.ofString()).body())
            .path("jobs")
            .path(0)
            .path("id")
            .asText();
    HttpRequest stop =
        HttpRequest.newBuilder(cluster.resolve("/jobs/" + job + "/stop"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    String.format(
                        Locale.ROOT,
                        "{\"drain\": %b, \"targetDirectory\": \"%s\"}",
                        drain,
                        savepoints.toUri())))
            .build();
    var unused = client.send(stop, HttpResponse.BodyHandlers.ofString());
    return DestinationCounts.of(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  /** Goes on from a savepoint. */
  void resume(Duration drain, Duration checkpoints, Path folder, Path savepoints)
      throws IOException {
    Path savepoint;
    try (Stream<Path> children = Files.list(savepoints)) {
      savepoint = children.findFirst().orElseThrow();
    }
    startOnFlink(drain, checkpoints, folder, "execution.savepoint.path: " + savepoint.toUri());
  }

  private void start(Duration drain, String... flags) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(flags).create();
    Pipeline pipeline = Pipeline.create(options);
    PCollection<Delivery> played =
        pipeline
            .apply("Play", Read.from(PlayedDeliveries.of(id)))
            .apply("Disturb", ParDo.of(new DisturbFn(id)))
            .setCoder(DeliveryCoder.of());
    PCollection<String> letters =
        played
            .apply("Key", ParDo.of(new KeyFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), DeliveryCoder.of()))
            .apply(
                "Deliver",
                Deliver.by(new TestRoutes(id)).drainingWithin(drain).knowingRoutesWithin(REMOVAL))
            .apply("Undelivered", ParDo.of(new UndeliveredFn(id)))
            .setCoder(StringUtf8Coder.of());
    PCollection<String> results =
        played.apply("Results", ParDo.of(new ResultFn())).setCoder(StringUtf8Coder.of());
    PCollectionList.of(results)
        .and(letters)
        .apply("All", Flatten.pCollections())
        .apply("Minutes", Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
        .apply("OneKey", ParDo.of(new OneKeyFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Closed", ParDo.of(new ClosedFn(id)));
    result =
        CompletableFuture.supplyAsync(
            () -> {
              PipelineResult run = pipeline.run();
              run.waitUntilFinish();
              return run;
            },
            task -> {
              Thread thread = new Thread(task, "job");
              thread.setDaemon(true);
              thread.start();
            });
  }

  void setRoutes(Route... changed) {
    routes = new Routes("v2", List.of(changed));
  }

  /** Ends the stream, and returns the account when the job has ended. */
  Map<String, DestinationCounts> end() throws Exception {
    script.end();
    return DestinationCounts.of(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  /** Waits until something holds. Fails if the job ends before. */
  void await(BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (result.isDone()) {
        result.get();
        throw new AssertionError("the job has ended");
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not happen within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  List<String> undelivered() {
    return undelivered.stream()
        .map(each -> Deliveries.body(each.delivery()) + " " + each.reason().code())
        .sorted()
        .toList();
  }

  private static final class DisturbFn extends DoFn<Delivery, Delivery> {
    private final UUID id;

    DisturbFn(UUID id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element Delivery delivery, OutputReceiver<Delivery> out) {
      DeliveringJob job = job(id);
      String body = Deliveries.body(delivery);
      if (body.equals(FAIL)) {
        if (!job.failed) {
          job.failed = true;
          throw new IllegalStateException("the job fails, as the test says");
        }
      } else {
        out.output(
            new Delivery(
                delivery.destination(),
                delivery.rules(),
                delivery.subject(),
                body.replace(ATTEMPT, job.failed ? "2" : "1").getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private static final class KeyFn extends DoFn<Delivery, KV<String, Delivery>> {
    @ProcessElement
    public void process(@Element Delivery delivery, OutputReceiver<KV<String, Delivery>> out) {
      out.output(KV.of(ShardKey.of(delivery), delivery));
    }
  }

  private static final class ResultFn extends DoFn<Delivery, String> {
    @ProcessElement
    public void process(@Element Delivery delivery, OutputReceiver<String> out) {
      out.output(delivery.subject().id());
    }
  }

  private static final class UndeliveredFn extends DoFn<DeadLetter, String> {
    private final UUID id;

    UndeliveredFn(UUID id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element DeadLetter letter, OutputReceiver<String> out) {
      job(id).undelivered.add(letter);
      out.output("dead letter");
    }
  }

  private static final class OneKeyFn extends DoFn<String, KV<String, String>> {
    @ProcessElement
    public void process(@Element String result, OutputReceiver<KV<String, String>> out) {
      out.output(KV.of("", result));
    }
  }

  private static final class ClosedFn extends DoFn<KV<String, Iterable<String>>, Void> {
    private final UUID id;

    ClosedFn(UUID id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> window) {
      List<String> ids = new ArrayList<>();
      Iterable<String> values = window.getValue();
      if (values != null) {
        values.forEach(ids::add);
      }
      job(id).closed.addAll(ids);
    }
  }
}
