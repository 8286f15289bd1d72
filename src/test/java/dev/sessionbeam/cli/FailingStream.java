package dev.sessionbeam.cli;

import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.StreamStub;
import dev.sessionbeam.peer.StreamStub.Behavior;
import java.io.IOException;
import java.util.List;

/** A stream of Kinesis that fails when a test says so: a stub that is fast, or a whole server. */
interface FailingStream extends AutoCloseable {
  /** Where it listens on this machine. */
  int port();

  /** From now on, each call that puts records fails. */
  void fail();

  /** From now on, some records of a call are refused; or all of them, if it cannot do that. */
  void refuseSome();

  /** From now on, it works. */
  void work();

  /** The data of all its records. */
  List<String> texts();

  @Override
  void close() throws IOException;

  /** Starts the stub. */
  static FailingStream stub() {
    StreamStub stub = StreamStub.start();
    return new FailingStream() {
      @Override
      public int port() {
        return stub.port();
      }

      @Override
      public void fail() {
        stub.behave(Behavior.FAILS);
      }

      @Override
      public void refuseSome() {
        stub.refuse(index -> index % 3 == 0);
      }

      @Override
      public void work() {
        stub.behave(Behavior.TAKES);
        stub.refuse(index -> false);
      }

      @Override
      public List<String> texts() {
        return stub.texts();
      }

      @Override
      public void close() {
        stub.close();
      }
    };
  }

  /** Starts a Kinesis server with a stream of this name. It needs Node. */
  static FailingStream server(String stream) throws IOException {
    KinesisPeer peer = KinesisPeer.start();
    peer.createStream(stream, 2);
    Relay relay = Relay.to(peer.endpoint().getPort());
    return new FailingStream() {
      @Override
      public int port() {
        return relay.endpoint().getPort();
      }

      @Override
      public void fail() {
        relay.fail(head -> head.contains(".PutRecords\r\n"), 500, "InternalFailure");
      }

      @Override
      public void refuseSome() {
        fail();
      }

      @Override
      public void work() {
        relay.pass();
      }

      @Override
      public List<String> texts() {
        return peer.records(stream).stream().map(one -> one.data().asUtf8String()).toList();
      }

      @Override
      public void close() throws IOException {
        relay.close();
        peer.close();
      }
    };
  }
}
