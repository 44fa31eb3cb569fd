/** Holds the manifests of {@code k8s/} to Kubernetes, to each other and to the program. */
@NullMarked
package io.leadgate.deploy;

import org.jspecify.annotations.NullMarked;
