package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where there is no machine code, the refusal names the platform. */
final class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, x86_64, macosx-x86_64",
    "Mac OS X, aarch64, macosx-arm64",
    "Windows 11, amd64, windows-x86_64",
  })
  void systemsWithMachineCode(String system, String architecture, String name) {
    Platform platform = Platform.of(system, architecture, "");
    assertThat(platform.name()).isEqualTo(name);
    assertThat(platform.problem(true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, riscv64, linux-riscv64",
    "Linux, ppc64le, linux-ppc64le",
    "Linux, i386, linux-i386",
    "Windows 11, aarch64, windows-arm64",
    "FreeBSD, amd64, freebsd-x86_64",
  })
  void systemsWithoutAreNamed(String system, String architecture, String name) {
    assertThat(Platform.of(system, architecture, "").problem(false).orElseThrow())
        .startsWith(
            "cpu: ND4J has no machine code for " + name + "; there is some for linux-x86_64,");
  }

  @Test
  void anX86WithoutAvx2NeedsThePlainBuild() {
    Platform old = Platform.of("Linux", "amd64", "flags\t\t: fpu sse4_2 avx\n");
    assertThat(old.problem(false)).isEmpty();
    assertThat(old.problem(true).orElseThrow())
        .contains("(linux-x86_64) lacks AVX2")
        .contains("-Dnd4j.platform=linux-x86_64");
    assertThat(Platform.of("Linux", "amd64", "flags : avx avx2 fma\n").problem(true)).isEmpty();
    assertThat(Platform.of("Linux", "aarch64", "Features : asimd\n").problem(true)).isEmpty();
  }

  @Test
  void thisMachineTrains() {
    assertThat(Native.problem()).isEmpty();
  }
}
