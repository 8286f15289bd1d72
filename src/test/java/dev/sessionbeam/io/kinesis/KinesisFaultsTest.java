package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class KinesisFaultsTest {
  @Test
  void faultsOfAServerThatIsDownOrBusyAreTemporary() {
    assertThat(KinesisFaults.passes(SdkClientException.create("connection refused")), is(true));
    assertThat(KinesisFaults.passes(new IOException("reset")), is(true));
    assertThat(KinesisFaults.passes(KinesisException.builder().statusCode(503).build()), is(true));
    assertThat(
        KinesisFaults.passes(ExpiredIteratorException.builder().statusCode(400).build()), is(true));
  }

  @Test
  void negativeAnswersAndFaultsOfOurOwnArePermanent() {
    assertThat(
        KinesisFaults.passes(ResourceNotFoundException.builder().statusCode(400).build()),
        is(false));
    assertThat(KinesisFaults.passes(KinesisException.builder().statusCode(400).build()), is(false));
    assertThat(KinesisFaults.passes(new IllegalStateException("ours")), is(false));
    assertThat(KinesisFaults.passes(new NoClassDefFoundError("gone")), is(false));
  }
}
