package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.ByteBudget;
import dev.sessionbeam.collect.http.HttpServer;
import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.stream.KinesisStream;
import dev.sessionbeam.collect.stream.StreamState;
import dev.sessionbeam.collect.stream.StreamWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A running collector: its server, its stream and its spool. */
public final class Collector implements AutoCloseable {
  private static final long POLL_MILLIS = 20;

  private final KinesisStream stream;
  private final StreamWriter writer;
  private final @Nullable Spool spool;
  private final @Nullable SpoolDrain drain;
  private final Readiness readiness;
  private final HttpServer server;
  private final Watch watch;
  private final SeldomLog log;

  private Collector(
      CollectSettings settings,
      KinesisStream stream,
      StreamWriter writer,
      @Nullable Spool spool,
      SeldomLog log)
      throws IOException {
    this.stream = stream;
    this.writer = writer;
    this.spool = spool;
    this.log = log;
    AtomicReference<WriteKeys> keys = new AtomicReference<>(settings.keys());
    Acceptor acceptor = new Acceptor(writer, spool, settings.kinesisTimeout(), log);
    this.readiness = new Readiness(acceptor, writer, spool);
    this.server = serve(settings, acceptor, keys);
    this.drain =
        spool == null ? null : SpoolDrain.start(spool, writer, settings.kinesisTimeout(), log);
    this.watch = Watch.start(stream, writer.state(), spool, keys, settings.keyFile(), log);
  }

  /**
   * Starts a collector. If Kinesis does not answer, it starts all the same.
   *
   * @param stream is closed with the collector, also if it does not start
   * @throws IOException if there is no such stream, the spool cannot be used, or the address cannot
   *     be listened on; the message says what to do
   */
  public static Collector start(CollectSettings settings, KinesisStream stream) throws IOException {
    SeldomLog log =
        new SeldomLog(LoggerFactory.getLogger("dev.sessionbeam.collect"), System::nanoTime);
    StreamState state = new StreamState();
    StreamWriter writer = StreamWriter.start(stream, state);
    Spool spool = null;
    try {
      look(stream, state);
      spool = settings.spool() == null ? null : Spool.open(settings.spool(), settings.spoolBytes());
      Collector collector = new Collector(settings, stream, writer, spool, log);
      collector.logStart(settings);
      return collector;
    } catch (IOException e) {
      writer.close();
      stream.close();
      if (spool != null) {
        spool.close();
      }
      throw e;
    }
  }

  private static void look(KinesisStream stream, StreamState state) throws IOException {
    KinesisStream.Look look = stream.look(state);
    if (look == KinesisStream.Look.MISSING) {
      throw new IOException("--stream: " + state.lastError() + ": create it, or correct the name");
    }
    if (look == KinesisStream.Look.FAILS) {
      state.unreachable();
    }
  }

  private HttpServer serve(
      CollectSettings settings, Acceptor acceptor, AtomicReference<WriteKeys> keys)
      throws IOException {
    CollectLimits limits = settings.limits();
    ByteBudget budget = new ByteBudget(limits.inFlightBytes());
    RequestCounts counts = new RequestCounts();
    EventReader reader =
        new EventReader(settings.definition(), settings.stamps(), limits, InstantSource.system());
    EventsEndpoint events =
        new EventsEndpoint(
            reader,
            acceptor,
            keys::get,
            new RateLimits(limits.eventsPerSecond(), System::nanoTime),
            new CrossOrigin(settings.origins()),
            budget,
            counts);
    CollectMetrics metrics = new CollectMetrics(counts, budget, writer, spool, readiness);
    AtomicReference<@Nullable HttpServer> itself = new AtomicReference<>();
    CollectEndpoint endpoint =
        new CollectEndpoint(events, readiness, () -> metrics.print(itself.get()), counts, log);
    HttpServer started = HttpServer.start(settings.listen(), limits.http(), budget, endpoint);
    itself.set(started);
    return started;
  }

  private void logStart(CollectSettings settings) {
    InetSocketAddress at = server.address();
    List<Path> damaged = spool == null ? List.of() : spool.damaged();
    damaged.forEach(
        file ->
            log.warn(
                "damaged " + file,
                "The spool had damaged bytes: they are in "
                    + file
                    + ". All other events of the spool are sent. The disk may be failing."));
    log.info(
        "Listening on http://"
            + at.getHostString()
            + ":"
            + at.getPort()
            + ", for the stream "
            + stream
            + ". "
            + (settings.keys().allowAnybody()
                ? "Anybody may send events"
                : settings.keys().count() + " write keys")
            + (spool == null
                ? ", no spool."
                : ", the spool "
                    + settings.spool()
                    + " has "
                    + spool.counts().waiting()
                    + " events."));
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return server.address();
  }

  /**
   * Stops: takes no connections any more, answers the requests that it has, and sends what waits in
   * the spool.
   *
   * @param time how long all of that may take
   */
  public void stop(Duration time) throws IOException, InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    log.info("Stopping: no connections are taken any more.");
    readiness.stop();
    boolean answered = server.finish(time);
    if (!answered) {
      log.info("Some requests got no answer in time. Their events were not acknowledged.");
    }
    Spool held = spool;
    while (held != null
        && held.counts().waiting() > 0
        && !writer.state().isDown()
        && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    long left = held == null ? 0 : held.counts().waiting();
    close();
    log.info(
        left == 0
            ? "Stopped. All acknowledged events are in the stream."
            : "Stopped. "
                + left
                + " acknowledged events wait in the spool: start a collector with this spool.");
  }

  /** Stops at once. Requests that have no answer get none. */
  @Override
  public void close() throws IOException {
    watch.close();
    server.close();
    try {
      if (drain != null) {
        drain.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    if (spool != null) {
      spool.close();
    }
    stream.close();
  }
}
