/** What notebooks that were written for IJava import from it, done by this kernel. */
package io.github.spencerpark.ijava;
