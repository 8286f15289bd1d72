package dev.sessionbeam.source.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class FaultsTest {
  @Test
  void aServerThatIsAwayOrBusyIsAskedAgain() {
    assertThat(Faults.passes(SdkClientException.create("connection refused")), is(true));
    assertThat(Faults.passes(new IOException("reset")), is(true));
    assertThat(Faults.passes(KinesisException.builder().statusCode(503).build()), is(true));
    assertThat(Faults.passes(ExpiredIteratorException.builder().statusCode(400).build()), is(true));
  }

  @Test
  void anAnswerThatSaysNoAndAFaultOfOurOwnStay() {
    assertThat(
        Faults.passes(ResourceNotFoundException.builder().statusCode(400).build()), is(false));
    assertThat(Faults.passes(KinesisException.builder().statusCode(400).build()), is(false));
    assertThat(Faults.passes(new IllegalStateException("ours")), is(false));
    assertThat(Faults.passes(new NoClassDefFoundError("gone")), is(false));
  }
}
