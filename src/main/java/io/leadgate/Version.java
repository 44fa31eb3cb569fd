package io.leadgate;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which program this is, and on which machine. */
final class Version {

  private Version() {}

  /** The version of the jar; {@code development} where there is none. */
  static String version() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The name of the host, which is the pod's in Kubernetes. */
  static String node() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
