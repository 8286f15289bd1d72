package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.junit.jupiter.api.Test;

/** A bucket is read as it was built, pack by pack. */
class BucketTest {
  private static final Coder<WindowedPack<SessionWindow>> CODER =
      WindowedPack.coder(SessionWindow.WindowCoder.of());

  /** A pack in a bucket. */
  private record Read(String machine, long earliest, WindowedPack<SessionWindow> pack) {}

  private static final WindowedPack<SessionWindow> SMALL = windowed(Packs.pack(event(7, "a")));
  private static final WindowedPack<SessionWindow> EARLY =
      windowed(Packs.pack(opening(9, "b"), event(-5, "c")));
  private static final WindowedPack<SessionWindow> LARGE =
      windowed(Packs.pack(event(3, "d", false, "{\"a\":\"" + "x".repeat(100_000) + "\"}")));

  private static WindowedPack<SessionWindow> windowed(EventPack pack) {
    return new WindowedPack<>(SessionWindow.of(pack, 30), pack);
  }

  private static Bucket.Reader<SessionWindow> reader(byte[] bucket) {
    return new Bucket.Reader<>(bucket, CODER);
  }

  private static List<Read> read(byte[] bucket) throws IOException {
    List<Read> packs = new ArrayList<>();
    Bucket.Reader<SessionWindow> reader = reader(bucket);
    while (reader.next()) {
      packs.add(new Read(reader.machine(), reader.earliest(), reader.pack()));
    }
    return packs;
  }

  private static byte[] several() throws IOException {
    Bucket.Builder builder = new Bucket.Builder();
    builder.add("m", SMALL, CODER);
    builder.add("\u00e9\uD83D\uDE00", LARGE, CODER);
    builder.add("m", EARLY, CODER);
    assertThat(builder.earliest(), is(-5L));
    byte[] bucket = builder.take();
    assertThat(builder.size(), is(0));
    return bucket;
  }

  @Test
  void packsAreReadInOrderWithTheirMachinesAndEarliestInstants() throws Exception {
    assertThat(
        read(several()),
        is(
            List.of(
                new Read("m", 7, SMALL),
                new Read("\u00e9\uD83D\uDE00", 3, LARGE),
                new Read("m", -5, EARLY))));
  }

  @Test
  void aPackThatIsNotDecodedIsSkipped() throws Exception {
    Bucket.Reader<SessionWindow> reader = reader(several());
    reader.next();
    reader.next();
    assertThat(reader.next(), is(true));
    assertThat(reader.pack(), is(EARLY));
    assertThat(reader.next(), is(false));
    assertThat(reader.next(), is(false));
  }

  @Test
  void aPackIsCopiedFromOneBucketToAnother() throws Exception {
    Bucket.Reader<SessionWindow> reader = reader(several());
    Bucket.Builder other = new Bucket.Builder();
    reader.next();
    other.add(reader);
    assertThat(other.earliest(), is(7L));
    reader.next();
    reader.next();
    other.add(reader);
    assertThat(other.earliest(), is(-5L));
    assertThat(read(other.take()), is(List.of(new Read("m", 7, SMALL), new Read("m", -5, EARLY))));
  }

  @Test
  void anEmptyBucketHasNoPacks() throws Exception {
    assertThat(read(new Bucket.Builder().take()), is(List.of()));
  }

  @Test
  void aBucketDoesNotChangeWhenTheBuilderIsUsedAgain() throws Exception {
    Bucket.Reader<SessionWindow> large = reader(several());
    large.next();
    large.next();
    Bucket.Builder builder = new Bucket.Builder();
    builder.add(large);
    byte[] first = builder.take();
    builder.add("n", SMALL, CODER);
    assertThat(builder.earliest(), is(7L));
    assertThat(read(first), is(List.of(new Read("\u00e9\uD83D\uDE00", 3, LARGE))));
    assertThat(read(builder.take()), is(List.of(new Read("n", 7, SMALL))));
  }
}
