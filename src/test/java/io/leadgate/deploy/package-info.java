/** Checks the files with which the gateway is deployed, against each other and the program. */
@NullMarked
package io.leadgate.deploy;

import org.jspecify.annotations.NullMarked;
