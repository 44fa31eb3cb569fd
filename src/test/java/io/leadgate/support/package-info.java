/** Starts gateways for the tests, and makes campaigns, credentials and tokens on them. */
@NullMarked
package io.leadgate.support;

import org.jspecify.annotations.NullMarked;
