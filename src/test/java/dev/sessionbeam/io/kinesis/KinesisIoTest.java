package dev.sessionbeam.io.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.Relay;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisIOOptions;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Uses KinesisIO with our clients and policies as a runner does, but without a runner. */
@Timeout(120)
class KinesisIoTest {
  private static final int READERS = 128;
  private static final Duration DISORDER = Duration.ofMinutes(2);
  private static final long NOON = 1_486_296_000_000L;

  private static final int FAULTS = 5;

  private static KinesisPeer peer;

  private final PipelineOptions options = PipelineOptionsFactory.create();

  @BeforeAll
  static void start() {
    peer = KinesisPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  /** Each test has its own server: kinesis-local may end a moment after a stream was deleted. */
  @AfterEach
  void renew() {
    peer.close();
    peer = KinesisPeer.start();
  }

  private static KinesisSettings settings(String stream, StartAt from, URI endpoint) {
    return new KinesisSettings(stream, from, null, endpoint, DISORDER, null, true);
  }

  private static KinesisSettings settings(String stream) {
    return settings(stream, StartAt.OLDEST, peer.endpoint());
  }

  /** The record is the time of its event. */
  private static @Nullable Long millis(RawRecord record) {
    return Long.valueOf(new String(record.bytes(), UTF_8));
  }

  private static final RecordClock CLOCK = KinesisIoTest::millis;

  private static void put(String stream, Shard shard, long millis) {
    peer.put(stream, shard, Long.toString(millis).getBytes(UTF_8));
  }

  /** Returns the mark of a reader as a savepoint keeps it. */
  private static <M extends UnboundedSource.CheckpointMark> M saved(
      UnboundedSource<KinesisRecord, M> source, UnboundedReader<KinesisRecord> reader)
      throws IOException {
    @SuppressWarnings("unchecked")
    M mark = (M) reader.getCheckpointMark();
    var coder = source.getCheckpointMarkCoder();
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, mark));
  }

  /** Polls a reader, as a task does, until this many records have come. */
  private static List<String> read(UnboundedReader<KinesisRecord> reader, boolean has, int records)
      throws IOException {
    List<String> read = new ArrayList<>();
    boolean hasOne = has;
    while (read.size() < records) {
      if (hasOne) {
        read.addAll(KinesisIoReads.texts(reader.getCurrent()));
      }
      reader.getWatermark();
      hasOne = reader.advance();
    }
    return read;
  }

  /** In Beam's source for Flink, a checkpoint can be taken while the shards are looked up. */
  @Test
  void theFirstShardsAreKnownBeforeTheJob() throws Exception {
    peer.createStream("first", 3);
    List<String> first = peer.shards("first").stream().map(Shard::shardId).toList();
    try (Cable cable = Cable.to(peer.endpoint().getPort())) {
      KinesisSettings settings = settings("first", StartAt.OLDEST, cable.endpoint());
      assertThat(StreamCheck.faults(settings, options), is(empty()));
      cable.hangUp();
      var source = KinesisIoReads.source(settings, CLOCK, options);
      List<String> shards = new ArrayList<>();
      for (var split : source.split(READERS, options)) {
        try (var reader = split.createReader(options, null)) {
          reader.start();
          String mark = reader.getCheckpointMark().toString();
          first.stream().filter(mark::contains).forEach(shards::add);
        }
      }
      assertThat(shards, is(first));
    }
  }

  /** AWS's client retries by itself, so there are more faults than it retries. */
  @ParameterizedTest
  @CsvSource({
    "GetRecords, 400, ExpiredIteratorException",
    "GetRecords, 400, ProvisionedThroughputExceededException",
    "GetRecords, 500, InternalFailure",
    "GetShardIterator, 400, LimitExceededException"
  })
  void aTemporaryFaultLosesNothingAndRepeatsNothing(String operation, int status, String exception)
      throws Exception {
    String stream = "faults-" + exception;
    peer.createStream(stream, 1);
    try (Relay relay = Relay.to(peer.endpoint().getPort())) {
      var source =
          KinesisIoReads.source(settings(stream, StartAt.OLDEST, relay.endpoint()), CLOCK, options);
      List<String> put = new ArrayList<>(putSome(stream, NOON));
      List<String> read = new ArrayList<>();
      try (var reader = source.split(1, options).get(0).createReader(options, null)) {
        IntSupplier left = relay.refuse(operation, FAULTS, status, exception);
        read.addAll(read(reader, reader.start(), put.size()));
        assertThat(left.getAsInt(), is(0));
        if (operation.equals("GetRecords")) {
          left = relay.refuse(operation, FAULTS, status, exception);
        }
        put.addAll(putSome(stream, NOON + 1_000));
        read.addAll(read(reader, reader.advance(), put.size() - read.size()));
        assertThat(left.getAsInt(), is(0));
        // A record that came twice would come before these.
        put.addAll(putSome(stream, NOON + 2_000));
        read.addAll(read(reader, reader.advance(), put.size() - read.size()));
      }
      assertThat(read, is(put));
    }
  }

  /** One answer of Kinesis may hold much more after decompression. */
  @Test
  void recordsThatAreLargeAfterDecompressionComeInSeveralElements() throws Exception {
    peer.createStream("gzipped", 1);
    Shard shard = peer.shards("gzipped").get(0);
    String large = "{\"a\":\"" + "x".repeat(UserRecords.MOST_BYTES - 100) + "\",\"n\":";
    List<String> put = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      put.add(large + n + "}");
      peer.put("gzipped", shard, GzippedRecordsTest.gzipped(put.get(n)));
    }
    var source = KinesisIoReads.source(settings("gzipped"), record -> NOON, options);
    List<String> read = new ArrayList<>();
    int elements = 0;
    try (var reader = source.split(1, options).get(0).createReader(options, null)) {
      boolean hasOne = reader.start();
      while (read.size() < put.size()) {
        if (hasOne) {
          List<String> element = KinesisIoReads.texts(reader.getCurrent());
          assertThat(element.size(), is(lessThanOrEqualTo(5)));
          read.addAll(element);
          elements++;
        }
        reader.getWatermark();
        hasOne = reader.advance();
      }
    }
    assertThat("in order, each once", read.equals(put), is(true));
    assertThat(elements, is(greaterThan(1)));
  }

  private static List<String> putSome(String stream, long from) {
    Shard shard = peer.shards(stream).get(0);
    List<String> put = new ArrayList<>();
    for (long millis = from; millis < from + 50; millis++) {
      put(stream, shard, millis);
      put.add(Long.toString(millis));
    }
    return put;
  }

  /** The job that resumes has another start, which is now; the children of its shards do not. */
  @Test
  void theChildrenOfAShardInASavepointAreReadFromTheirStart() throws Exception {
    peer.createStream("grown", 1);
    Shard parent = peer.shards("grown").get(0);
    put("grown", parent, 1);
    var source = KinesisIoReads.source(settings("grown"), CLOCK, options);
    var split = source.split(1, options).get(0);
    var mark = readOne(split);
    peer.split("grown", parent);
    put("grown", peer.shards("grown").get(1), 2);
    var fromSavepoint = SerializableUtils.ensureSerializable(split);
    StartAt later = new StartAt(System.currentTimeMillis() + 60_000);
    PipelineOptions now = PipelineOptionsFactory.create();
    KinesisIoReads.source(settings("grown", later, peer.endpoint()), CLOCK, now);
    try (var reader = fromSavepoint.createReader(now, mark)) {
      assertThat(read(reader, reader.start(), 1), is(List.of("2")));
    }
  }

  private <M extends UnboundedSource.CheckpointMark> M readOne(
      UnboundedSource<KinesisRecord, M> split) throws IOException {
    try (var reader = split.createReader(options, null)) {
      assertThat(read(reader, reader.start(), 1), is(List.of("1")));
      return saved(split, reader);
    }
  }

  /** ShardCheckpoint of KinesisIO has a place for a sequence number, and for nothing else. */
  @Test
  void theWatermarkContinuesWhereACheckpointLeftIt() throws Exception {
    peer.createStream("restored", 1);
    Shard shard = peer.shards("restored").get(0);
    put("restored", shard, NOON);
    put("restored", shard, NOON - 60_000);
    var source = KinesisIoReads.source(settings("restored"), CLOCK, options);
    var split = source.split(1, options).get(0);
    long before;
    UnboundedSource.CheckpointMark mark;
    try (var reader = split.createReader(options, null)) {
      read(reader, reader.start(), 2);
      // It advances with time while the shard is idle.
      while (reader.getWatermark().getMillis() <= NOON - DISORDER.toMillis()) {
        assertThat(reader.advance(), is(false));
      }
      before = reader.getWatermark().getMillis();
      mark = saved(split, reader);
    }
    try (var reader = createReader(split, mark)) {
      reader.start();
      assertThat(reader.getWatermark().getMillis(), is(greaterThanOrEqualTo(before)));
    }
  }

  @SuppressWarnings("unchecked")
  private <M extends UnboundedSource.CheckpointMark> UnboundedReader<KinesisRecord> createReader(
      UnboundedSource<KinesisRecord, M> split, UnboundedSource.@Nullable CheckpointMark mark)
      throws IOException {
    return split.createReader(options, (M) mark);
  }

  @Test
  void aChildStartsAtTheWatermarkOfItsParent() throws Exception {
    peer.createStream("born", 1);
    Shard parent = peer.shards("born").get(0);
    put("born", parent, NOON);
    peer.split("born", parent);
    var source = KinesisIoReads.source(settings("born"), CLOCK, options);
    var split = source.split(1, options).get(0);
    UnboundedSource.CheckpointMark mark;
    try (var reader = split.createReader(options, null)) {
      read(reader, reader.start(), 1);
      while (!reader.getCheckpointMark().toString().contains("shardId-000000000002")) {
        assertThat(reader.advance(), is(false));
      }
      assertThat(
          reader.getWatermark().getMillis(), is(greaterThanOrEqualTo(NOON - DISORDER.toMillis())));
      mark = saved(split, reader);
    }
    try (var reader = createReader(split, mark)) {
      reader.start();
      assertThat(
          reader.getWatermark().getMillis(), is(greaterThanOrEqualTo(NOON - DISORDER.toMillis())));
    }
  }

  /** Records flow, one shard is split, and two are merged; all shards have one reader. */
  @Test
  void tenStopsInARowLoseNothingAndTheWatermarkNeverGoesBack() throws Exception {
    peer.createStream("ten", 3);
    List<String> put = new ArrayList<>();
    List<String> read = new ArrayList<>();
    var source = KinesisIoReads.source(settings("ten"), CLOCK, options);
    var split = source.split(1, options).get(0);
    UnboundedSource.@Nullable CheckpointMark mark = null;
    long watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    for (int stop = 0; stop < 10; stop++) {
      List<Shard> open = open("ten");
      if (stop == 3) {
        peer.split("ten", open.get(0));
      } else if (stop == 6) {
        peer.merge("ten", open.get(0), open.get(1));
      }
      for (int i = 0; i < 10; i++) {
        for (Shard shard : open("ten")) {
          long millis = NOON + put.size() * 100L;
          put("ten", shard, millis);
          put.add(Long.toString(millis));
        }
      }
      try (var reader = createReader(split, mark)) {
        boolean has = reader.start();
        // The reader stops in the middle: records that were fetched by then are not read.
        while (read.size() < put.size() - 15) {
          if (has) {
            read.addAll(KinesisIoReads.texts(reader.getCurrent()));
          }
          long now = reader.getWatermark().getMillis();
          assertThat("stop " + stop, now, is(greaterThanOrEqualTo(watermark)));
          watermark = now;
          has = reader.advance();
        }
        if (has) {
          read.addAll(KinesisIoReads.texts(reader.getCurrent()));
        }
        mark = saved(split, reader);
      }
    }
    try (var reader = createReader(split, mark)) {
      read.addAll(read(reader, reader.start(), put.size() - read.size()));
    }
    assertThat(read.stream().sorted().toList(), is(put.stream().sorted().toList()));
  }

  private static List<Shard> open(String stream) {
    return peer.shards(stream).stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .toList();
  }

  /** If a checkpoint finds a child without its first event, the watermark of its parent is lost. */
  @Test
  void noCheckpointFindsAChildWithoutItsFirstEvent() throws Exception {
    peer.createStream("busy", 2);
    Shard busy = peer.shards("busy").get(1);
    put("busy", peer.shards("busy").get(0), NOON);
    put("busy", busy, NOON);
    var source = KinesisIoReads.source(settings("busy"), CLOCK, options);
    try (var reader = source.split(1, options).get(0).createReader(options, null)) {
      read(reader, reader.start(), 2);
      for (int generation = 0; generation < 5; generation++) {
        List<Shard> open = open("busy");
        Shard parent = open.get(generation == 0 ? 0 : open.size() - 1);
        peer.split("busy", parent);
        String child = peer.shards("busy").get(peer.shards("busy").size() - 1).shardId();
        boolean hasChild = false;
        for (long millis = NOON; !hasChild; millis++) {
          put("busy", busy, millis);
          reader.advance();
          String now = reader.getCheckpointMark().toString();
          hasChild = now.contains(child);
          assertThat(now, not(containsString("Checkpoint TRIM_HORIZON")));
        }
      }
    }
  }

  /**
   * The end of a shard is not the end of what there is to read: events of its children may be much
   * earlier than those of other shards.
   */
  @Test
  void aShardWithoutAnEventHoldsTheWatermarkForItsChildren() throws Exception {
    peer.createStream("unborn", 2);
    List<Shard> shards = peer.shards("unborn");
    put("unborn", shards.get(1), NOON);
    peer.split("unborn", shards.get(0));
    put("unborn", peer.shards("unborn").get(2), NOON - 60_000);
    var source = KinesisIoReads.source(settings("unborn"), CLOCK, options);
    var splits = source.split(READERS, options);
    try (var other = splits.get(1).createReader(options, null)) {
      read(other, other.start(), 1);
      other.getWatermark();
    }
    try (var reader = splits.get(0).createReader(options, null)) {
      boolean has = reader.start();
      while (!has) {
        assertThat(reader.getWatermark(), is(BoundedWindow.TIMESTAMP_MIN_VALUE));
        has = reader.advance();
      }
      assertThat(KinesisIoReads.texts(reader.getCurrent()), is(List.of("" + (NOON - 60_000))));
    }
  }

  /**
   * Flink polls the first reader until the second one has started, and returns as soon as it has a
   * record.
   */
  @Test
  void noRecordAndNoWatermarkLeavesBeforeAllReadersOfTheTaskCount() throws Exception {
    peer.createStream("together", 2);
    for (Shard shard : peer.shards("together")) {
      put("together", shard, NOON);
    }
    var source = KinesisIoReads.source(settings("together"), CLOCK, options);
    var splits = source.split(READERS, options);
    assertThat(splits, hasSize(2));
    try (var first = splits.get(0).createReader(options, null);
        var second = splits.get(1).createReader(options, null)) {
      assertThat(first.start(), is(false));
      assertThat(second.start(), is(false));
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (System.nanoTime() < until) {
        assertThat("the second one may not count yet", first.advance(), is(false));
        assertThat(first.getWatermark(), is(BoundedWindow.TIMESTAMP_MIN_VALUE));
      }
      second.getWatermark();
      assertThat(read(first, false, 1), hasSize(1));
      assertThat(read(second, false, 1), hasSize(1));
    }
  }

  /** The job may crash after the end, and resume from a checkpoint that holds an end marker. */
  @Test
  void aStreamEndsOnceTwoCheckpointsHoldItsEnd() throws Exception {
    peer.createStream("ended", 1);
    put("ended", peer.shards("ended").get(0), NOON);
    Duration idle = Duration.ofMillis(100);
    var settings =
        new KinesisSettings("ended", StartAt.OLDEST, null, peer.endpoint(), DISORDER, idle, true);
    var split = KinesisIoReads.source(settings, CLOCK, options).split(1, options).get(0);
    UnboundedSource.CheckpointMark mark;
    try (var reader = split.createReader(options, null)) {
      read(reader, reader.start(), 1);
      assertThat(endMarkersOf(reader), hasSize(2));
      mark = saved(split, reader);
    }
    try (var reader = createReader(split, mark)) {
      reader.start();
      assertThat(endMarkersOf(reader), hasSize(2));
    }
  }

  /** Every other checkpoint completes without a call back, as a savepoint does. */
  private static Set<Long> endMarkersOf(UnboundedReader<KinesisRecord> reader) throws IOException {
    Set<Long> markers = new HashSet<>();
    int elements = 0;
    while (reader.getWatermark().isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      if (reader.advance()) {
        assertThat(PackedAnswer.isEndMarker(reader.getCurrent()), is(true));
        assertThat(reader.getWatermark(), is(GlobalWindow.INSTANCE.maxTimestamp()));
        long marker = PackedAnswer.marker(reader.getCurrent());
        markers.add(marker);
        if (++elements % 2 == 0) {
          CompletedCheckpoints.held(marker);
        }
      }
    }
    return markers;
  }

  /**
   * Shows why {@link ReaderStartBarrier} exists. If this test fails, Beam has solved the problem
   * itself.
   */
  @Test
  void kinesisIoHasNoMarkBeforeItsReaderStarts() throws Exception {
    peer.createStream("unstarted", 1);
    var source = KinesisIoReads.source(settings("unstarted"), CLOCK, options);
    try (var reader = source.split(1, options).get(0).createReader(options, null)) {
      assertThrows(IllegalStateException.class, reader::getCheckpointMark);
      reader.start();
      assertThat(reader.getCheckpointMark().toString(), containsString("shardId-000000000000"));
    }
  }

  @Test
  void aStreamThatIsDeletedFailsTheReader() throws Exception {
    peer.createStream("deleted", 1);
    Shard shard = peer.shards("deleted").get(0);
    put("deleted", shard, NOON);
    var source = KinesisIoReads.source(settings("deleted"), CLOCK, options);
    try (var reader = source.split(1, options).get(0).createReader(options, null)) {
      read(reader, reader.start(), 1);
      peer.client().deleteStream(r -> r.streamName("deleted").enforceConsumerDeletion(true));
      IOException fault =
          assertThrows(IOException.class, () -> read(reader, reader.advance(), Integer.MAX_VALUE));
      assertThat(
          org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables
              .getStackTraceAsString(fault),
          containsString("ResourceNotFoundException"));
    }
  }

  @Test
  void aPolicyWithoutAShardFails() {
    ShardWatermarks policies = new ShardWatermarks(StartAt.OLDEST);
    assertThat(
        assertThrows(IllegalStateException.class, policies::createWatermarkPolicy).getMessage(),
        containsString("this version of Beam"));
  }

  /**
   * The option has precedence over the consumer of the read, and would take the shards from our
   * feeds.
   */
  @Test
  void aConsumerOfBeamsOwnOptionIsNotAccepted() {
    KinesisSettings settings = settings("any");
    options.as(KinesisIOOptions.class).setKinesisIOConsumerArns(Map.of("any", "arn:x"));
    String message = "--kinesisIOConsumerArns: names a consumer for any";
    assertThat(StreamCheck.faults(settings, options).get(0), containsString(message));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> KinesisIoReads.source(settings, CLOCK, options))
            .getMessage(),
        containsString(message));
  }
}
