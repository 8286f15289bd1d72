package dev.sessionbeam.collect.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the spool has acknowledged is in it, whatever happens to the process and to the disk. A
 * spool that never answers fails its test: waiting for it may not be interruptible, so each test
 * has a thread of its own.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpoolTest {
  private static final long MANY_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void name() {
    folder = temporary.resolve("spool");
  }

  private static StreamEvent event(int number) {
    return event(number, "");
  }

  private static StreamEvent event(int number, String more) {
    return new StreamEvent(
        "machine " + number, ("{\"n\":" + number + "}" + more).getBytes(UTF_8), 7);
  }

  private static void add(Spool spool, StreamEvent... events) throws Exception {
    answered(spool.append(List.of(events)));
  }

  /** Waits for what the spool says to events. */
  private static <T> T answered(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the spool has neither taken nor refused events in time", e);
    }
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat("not in time: " + what, System.nanoTime() < until, is(true));
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String fault(Spool spool, StreamEvent... events) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> answered(spool.append(List.of(events))));
    assertThat(e.getCause(), is(instanceOf(SpoolException.class)));
    return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
  }

  /** The next events, which are there already; otherwise it would wait for some. */
  private static SpoolBatch next(Spool spool, int most) throws Exception {
    return Objects.requireNonNull(spool.next(most, 1 << 20));
  }

  /** Takes all events out of the spool, in its order. */
  private static List<String> drain(Spool spool) throws Exception {
    List<String> texts = new ArrayList<>();
    while (spool.counts().waiting() > 0) {
      SpoolBatch batch = next(spool, 3);
      batch.events().forEach(event -> texts.add(new String(event.data(), UTF_8)));
      spool.sent(batch);
    }
    return texts;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> SegmentHead.number(file) >= 0).sorted().toList();
    }
  }

  private static String[] texts(int from, int to) {
    String[] texts = new String[to - from];
    for (int i = from; i < to; i++) {
      texts[i - from] = "{\"n\":" + i + "}";
    }
    return texts;
  }

  @Test
  void eventsComeOutInTheirOrderAndThenTheirFilesAreGone() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      for (int i = 0; i < 10; i++) {
        add(spool, event(2 * i), event(2 * i + 1));
      }
      assertThat(spool.counts().waiting(), is(20L));
      assertThat(spool.counts().oldestMillis(), is(7L));
      assertThat(drain(spool), is(List.of(texts(0, 20))));
      assertThat(segments(), is(empty()));
      assertThat(spool.counts().oldestMillis(), is(0L));
      assertThat(spool.counts().fileBytes(), is(0L));
      add(spool, event(20));
      assertThat(drain(spool), is(List.of(texts(20, 21))));
    }
  }

  @Test
  void anEventKeepsItsKeyItsBytesAndItsTime() throws Exception {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) 0xF0);
    StreamEvent large = new StreamEvent("Gerät ✓", bytes, 1_700_000_000_123L);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, large, event(1));
    }
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      SpoolBatch batch = Objects.requireNonNull(spool.next(10, 1));
      assertThat(batch.events(), is(List.of(large)));
    }
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsForcedToTheDisk() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      add(spool, event(0));
      CountDownLatch latch = disk.holdForce();
      CompletableFuture<Void> first = spool.append(List.of(event(1)));
      CompletableFuture<Void> second = spool.append(List.of(event(2)));
      try {
        disk.awaitForce();
        assertThat(
            Files.size(segments().get(0)),
            is(greaterThanOrEqualTo(SegmentHead.BYTES + 2L * Frame.size(event(1)))));
        assertThat(first.isDone(), is(false));
        assertThat(second.isDone(), is(false));
      } finally {
        latch.countDown();
      }
      answered(first);
      answered(second);
    }
  }

  @Test
  void aForceThatFailsAcknowledgesNothingAndTheNextEventsBeginANewFile() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      add(spool, event(0));
      disk.failForce();
      assertThat(fault(spool, event(1)), containsString("the disk has failed"));
      assertThat(spool.fault(), containsString("cannot write to " + folder));
      disk.repair();
      add(spool, event(2));
      assertThat(segments().size(), is(2));
      assertThat(spool.fault(), is(nullValue()));
      assertThat(drain(spool), is(List.of("{\"n\":0}", "{\"n\":2}")));
    }
  }

  @Test
  void aFullDiskAcknowledgesNothingAndLeavesWhatWasThere() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      add(spool, event(0));
      disk.fillUpAfter(11);
      assertThat(fault(spool, event(1)), containsString("No space left on device"));
      assertThat(fault(spool, event(2)), containsString("No space left on device"));
    }
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(drain(spool), is(List.of("{\"n\":0}")));
    }
  }

  /** A load balancer sends nothing to a collector that is not ready, so no request finds it out. */
  @Test
  void aDiskThatWorksAgainIsNoticedWithoutARequest() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      disk.failToCreate();
      fault(spool, event(1));
      assertThat(spool.fault(), is(notNullValue()));
      disk.repair();
      await(() -> spool.fault() == null, "the spool takes events again");
    }
  }

  @Test
  void aFullSpoolRefusesAndTakesAgainWhenFilesWereSent() throws Exception {
    String filling = "x".repeat(100_000);
    long most = 4 << 20;
    try (Spool spool = Spool.open(folder, most)) {
      int added = 0;
      while (answered(spool.append(List.of(event(added, filling))).handle((ok, e) -> e == null))) {
        added++;
        assertThat("it has no limit", added * 100_000L, is(lessThan(most)));
      }
      assertThat(fault(spool, event(1, filling)), containsString("--spoolSize allows 4194304"));
      long size = 0;
      for (Path segment : segments()) {
        size += Files.size(segment);
      }
      assertThat(size, is(lessThanOrEqualTo(most)));
      assertThat(segments().size(), is(greaterThan(2)));
      for (int i = 0; i < added / 2; i++) {
        spool.sent(next(spool, 1));
      }
      add(spool, event(added, filling));
      assertThat(drain(spool).size(), is(added - added / 2 + 1));
    }
  }

  @Test
  void theSpoolCutOffAtEachByteOfItsLastRecordStartsAgain() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1));
      add(spool, event(2));
    }
    Path segment = segments().get(0);
    byte[] whole = Files.readAllBytes(segment);
    int last = Frame.size(event(2));
    for (int cut = 0; cut <= last; cut++) {
      Files.write(segment, Arrays.copyOf(whole, whole.length - cut));
      Files.deleteIfExists(folder.resolve(ReadPosition.NAME));
      try (Spool spool = Spool.open(folder, MANY_BYTES)) {
        assertThat("cut " + cut, spool.counts().waiting(), is(cut == 0 ? 3L : 2L));
        add(spool, event(3));
        List<String> expected = new ArrayList<>(List.of(texts(0, cut == 0 ? 4 : 2)));
        if (cut > 0) {
          expected.add("{\"n\":3}");
        }
        assertThat("cut " + cut, drain(spool), is(expected));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().contains("damaged")).toList(), is(empty()));
    }
  }

  @Test
  void anEmptyOrHalfCreatedFileIsNoFault() throws Exception {
    Files.createDirectories(folder);
    Files.write(folder.resolve("segment-000000000004.spool"), new byte[0]);
    Files.write(folder.resolve("segment-000000000005.spool"), "SBS".getBytes(UTF_8));
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0));
      assertThat(drain(spool), is(List.of("{\"n\":0}")));
    }
  }

  @Test
  void damagedBytesAreKeptAsideAndAllOtherEventsComeOut() throws Exception {
    byte[] whole = segmentOf(event(0), event(1), event(2), event(3), event(4));
    int frame = Frame.size(event(0));
    int second = SegmentHead.BYTES + frame;
    int fourth = SegmentHead.BYTES + 3 * frame;
    // A bit of an event's data, and one of the length of another event.
    whole[second + frame - 1] ^= 1;
    whole[fourth + 1] ^= 1;
    Path segment = write(whole);
    List<Path> aside = List.of(aside(second), aside(fourth));
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.damaged(), is(aside));
      assertThat(spool.counts().waiting(), is(3L));
    }
    for (int i = 0; i < 2; i++) {
      int at = i == 0 ? second : fourth;
      assertThat(Files.readAllBytes(aside.get(i)), is(Arrays.copyOfRange(whole, at, at + frame)));
    }
    assertThat(Files.size(segment), is(whole.length - 2L * frame));
    // It is repaired once.
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.damaged(), is(empty()));
      assertThat(drain(spool), is(List.of("{\"n\":0}", "{\"n\":2}", "{\"n\":4}")));
    }
  }

  @Test
  void damageAtTheEndIsKeptAsideAndTheEventsBeforeItComeOut() throws Exception {
    byte[] whole = segmentOf(event(0), event(1));
    int second = SegmentHead.BYTES + Frame.size(event(0));
    whole[whole.length - 1] ^= 1;
    write(whole);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.damaged(), is(List.of(aside(second))));
      add(spool, event(2));
      assertThat(drain(spool), is(List.of("{\"n\":0}", "{\"n\":2}")));
    }
  }

  /** It is read in blocks of 3 MiB. */
  @Test
  void damageInALargeFileCostsOneEvent() throws Exception {
    StreamEvent[] events = new StreamEvent[8];
    Arrays.setAll(events, i -> event(i, "x".repeat(1_000_000)));
    byte[] whole = segmentOf(events);
    int frame = Frame.size(events[0]);
    Arrays.fill(
        whole, SegmentHead.BYTES + 2 * frame, SegmentHead.BYTES + 3 * frame - 1000, (byte) 0);
    write(whole);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.damaged(), is(List.of(aside(SegmentHead.BYTES + 2 * frame))));
      List<Character> numbers = new ArrayList<>();
      drain(spool).forEach(text -> numbers.add(text.charAt(5)));
      assertThat(numbers, is(List.of('0', '1', '3', '4', '5', '6', '7')));
    }
  }

  @Test
  void whatWasSentBeforeTheDamageIsNotSentAgain() throws Exception {
    byte[] whole = segmentOf(event(0), event(1), event(2));
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      spool.sent(next(spool, 1));
    }
    whole[SegmentHead.BYTES + 2 * Frame.size(event(0)) - 1] ^= 1;
    write(whole);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(drain(spool), is(List.of("{\"n\":2}")));
    }
  }

  @Test
  void aRepairThatIsInterruptedLosesNothing() throws Exception {
    byte[] whole = segmentOf(event(0), event(1), event(2));
    int second = SegmentHead.BYTES + Frame.size(event(0));
    whole[second + 20] ^= 1;
    write(whole);
    FaultyFiles disk = new FaultyFiles();
    disk.failToReplace();
    IOException e = assertThrows(IOException.class, () -> Spool.open(folder, MANY_BYTES, disk));
    assertThat(e.getMessage(), containsString("cannot repair " + folder));
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.damaged(), is(List.of(aside(second))));
      assertThat(drain(spool), is(List.of("{\"n\":0}", "{\"n\":2}")));
    }
  }

  /** Returns the bytes of the segment that has these events. */
  private byte[] segmentOf(StreamEvent... events) throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, events);
    }
    return Files.readAllBytes(segments().get(0));
  }

  private Path write(byte[] segment) throws IOException {
    return Files.write(folder.resolve("segment-000000000001.spool"), segment);
  }

  private Path aside(int position) {
    return folder.resolve("segment-000000000001.spool.damaged-at-" + position);
  }

  @Test
  void anotherFileIsNoSegmentAndStopsTheStart() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("segment-000000000001.spool"), "something else");
    IOException e = assertThrows(IOException.class, () -> Spool.open(folder, MANY_BYTES));
    assertThat(e.getMessage(), containsString("is not a file of this spool"));
  }

  @Test
  void whatWasSentIsNotSentAgainAfterAKill() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1), event(2), event(3));
      spool.sent(next(spool, 3));
      // What is read and not sent comes again.
      assertThat(next(spool, 3).events().size(), is(1));
    }
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(spool.counts().waiting(), is(1L));
      assertThat(drain(spool), is(List.of("{\"n\":3}")));
    }
  }

  /** It is not forced to the disk, so a crash of the machine may leave anything there. */
  @Test
  void withoutAPositionAllEventsComeAgain() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      add(spool, event(0), event(1), event(2), event(3));
      spool.sent(next(spool, 3));
    }
    Files.write(folder.resolve(ReadPosition.NAME), new byte[24]);
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      assertThat(drain(spool), is(List.of(texts(0, 4))));
    }
  }

  @Test
  void aSpoolHasOneCollector() throws Exception {
    try (Spool spool = Spool.open(folder, MANY_BYTES)) {
      IOException e = assertThrows(IOException.class, () -> Spool.open(folder, MANY_BYTES));
      assertThat(e.getMessage(), containsString(folder + " is in use by another collector"));
      add(spool, event(0));
    }
    Spool.open(folder, MANY_BYTES).close();
  }

  @Test
  void manyRequestsShareAForce() throws Exception {
    FaultyFiles disk = new FaultyFiles();
    try (Spool spool = Spool.open(folder, MANY_BYTES, disk)) {
      CountDownLatch latch = disk.holdForce();
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(spool.append(List.of(event(i))));
      }
      latch.countDown();
      for (CompletableFuture<Void> one : all) {
        answered(one);
      }
      assertThat(spool.counts().syncs(), is(lessThan(10L)));
      assertThat(drain(spool), is(List.of(texts(0, 100))));
    }
  }
}
