package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** As in Flink, a round polls all readers of a task as long as no reader has a record. */
class ReaderStartBarrierTest {
  private final ReaderStartBarrier start = ReaderStartBarrier.ofThisThread();

  @Test
  void theStartIsOverWhenEachReaderHasBeenAsked() throws Exception {
    start.started("first");
    start.started("second");
    assertThat("after the first round", start.asked("first"), is(false));
    assertThat("and again", start.asked("first"), is(false));
    assertThat("both count for the watermark", start.asked("second"), is(true));
    assertThat(start.asked("first"), is(true));
    start.await();
  }

  @Test
  void theStartDoesNotWaitForAReaderThatHasEnded() {
    start.started("first");
    start.started("second");
    start.closed("second");
    assertThat(start.asked("first"), is(true));
  }

  @Test
  void readersThatAreMadeTogetherStartTogether() {
    assertThat(ReaderStartBarrier.ofThisThread(), is(sameInstance(start)));
    ReaderStartBarrier elsewhere =
        CompletableFuture.supplyAsync(ReaderStartBarrier::ofThisThread).join();
    assertThat(elsewhere, is(not(sameInstance(start))));
    start.started("only");
    assertThat(start.asked("only"), is(true));
    assertThat("made later", ReaderStartBarrier.ofThisThread(), is(not(sameInstance(start))));
  }
}
