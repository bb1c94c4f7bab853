// What HostMachine calls: kernels and matrix products, by JNI.

#include "fibers.h"

#include <jni.h>

/** Returns null, or what is wrong. */
extern "C" JNIEXPORT jstring JNICALL Java_org_selftuning_tensor_cuda_HostMachine_launch(
    JNIEnv *env, jclass, jstring jName, jstring jKinds, jlong at, jint blocks, jint threads) {
  const char *characters = env->GetStringUTFChars(jName, nullptr);
  std::string name = characters;
  env->ReleaseStringUTFChars(jName, characters);
  characters = env->GetStringUTFChars(jKinds, nullptr);
  std::string kinds = characters;
  env->ReleaseStringUTFChars(jKinds, characters);
  auto found = entries().find(name);
  std::string problem;
  if (found == entries().end()) {
    problem = "there is no kernel " + name;
  } else if (found->second.kinds != kinds) {
    problem = "kernel " + name + " takes " + found->second.kinds + ", not " + kinds;
  } else {
    problem = runGrid(name, (void **)at, blocks, threads);
  }
  return problem.empty() ? nullptr : env->NewStringUTF(problem.c_str());
}

extern "C" JNIEXPORT void JNICALL Java_org_selftuning_tensor_cuda_HostMachine_multiply(
    JNIEnv *, jclass, jlong a, jboolean ta, jlong b, jboolean tb, jlong c, jint rows,
    jint columns, jint inner, jfloat alpha, jfloat beta) {
  const float *left = (const float *)a;
  const float *right = (const float *)b;
  float *to = (float *)c;
  for (int i = 0; i < rows; i++) {
    std::vector<float> sums(columns, 0);
    for (int k = 0; k < inner; k++) {
      float factor = ta ? left[(size_t)k * rows + i] : left[(size_t)i * inner + k];
      for (int j = 0; j < columns; j++) {
        sums[j] += factor * (tb ? right[(size_t)j * inner + k] : right[(size_t)k * columns + j]);
      }
    }
    for (int j = 0; j < columns; j++) {
      float &y = to[(size_t)i * columns + j];
      y = beta == 0 ? alpha * sums[j] : alpha * sums[j] + beta * y;
    }
  }
}
