package io.leadgate;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names the version of the program and the host of this node. */
public final class Version {

  private Version() {}

  /** The version of the jar; {@code development} outside a jar. */
  public static String version() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The name of the host, which in Kubernetes is the name of the pod. */
  static String node() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
