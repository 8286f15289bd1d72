package dev.sessionbeam.deliver.connect;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer and keeps only its beginning. A body of usual size is read to its
 * end, so that its connection can be used again. A body without an end is cut off, and counts as
 * read.
 */
final class LimitedBody implements BodySubscriber<byte[]> {
  private static final int READ_BYTES = 1 << 16;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> beginning = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private long read;

  @Override
  public CompletionStage<byte[]> getBody() {
    return beginning;
  }

  @Override
  public void onSubscribe(Subscription body) {
    subscription = body;
    body.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      read += buffer.remaining();
      byte[] more = new byte[Math.min(buffer.remaining(), ErrorText.KEPT_BYTES - kept.size())];
      buffer.get(more);
      kept.writeBytes(more);
    }
    if (read > READ_BYTES && subscription != null && !beginning.isDone()) {
      subscription.cancel();
      beginning.complete(kept.toByteArray());
    }
  }

  @Override
  public void onError(Throwable fault) {
    beginning.completeExceptionally(fault);
  }

  @Override
  public void onComplete() {
    beginning.complete(kept.toByteArray());
  }
}
