@echo off
rem The launcher for Windows: builds what is missing or has changed, then runs the command. stn --help lists what there is.
setlocal enabledelayedexpansion
set "root=%~dp0"
set "target=%root%kernels\embedded\target"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo stn: no java found; install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
  exit /b 1
)
set "major="
for /f "tokens=3" %%v in ('""%java%" -XshowSettings:properties -version 2>&1 ^| findstr /c:"java.specification.version""') do set "major=%%v"
if "%major:~0,2%"=="1." set "major=8"
if %major% LSS 17 (
  echo stn: %java% is Java %major%; a JDK 17 or newer is needed 1>&2
  exit /b 1
)
call :fresh
if errorlevel 1 (
  call :build
  if errorlevel 1 exit /b 1
)
set "options="
if defined STN_HEAP set "options=-Xmx%STN_HEAP%"
if %major% GEQ 24 set "options=%options% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
rem The cells of a notebook run in its folder, as in Jupyter.
set "folder="
set "before="
if "%~1"=="run" (
  set options=!options! "-Dstn.invoked=!CD:\=/!"
  for %%w in (%*) do (
    if not "!before!"=="--out" if /i "%%~xw"==".ipynb" if exist "%%~w" set "folder=%%~dpw"
    set "before=%%~w"
  )
)
if defined folder cd /d "%folder%"
"%java%" %options% -Djava.awt.headless=true -Dfile.encoding=UTF-8 "-Dstn.home=%root%." "@%target%\arguments" org.selftuning.launcher.Launcher %*
exit /b %errorlevel%

rem Whether the last build is that of the sources. The same call writes the class path, which is too
rem long for a line here, as a file of arguments for Java.
:fresh
if not exist "%target%\stn-kernel.jar" exit /b 1
"%java%" -XX:TieredStopAtLevel=1 -cp "%target%\stn-kernel.jar" org.selftuning.launcher.Freshness "%root%." 2>nul
exit /b %errorlevel%

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo stn: no mvn on the PATH; install Maven 3.8 or newer 1>&2
  exit /b 1
)
if exist "%target%\classpath" (
  echo Building what has changed ... 1>&2
) else (
  echo Building for the first time; Maven downloads about 250 MB of libraries ... 1>&2
)
if not exist "%target%" mkdir "%target%"
call mvn -B -f "%root%pom.xml" -pl kernels/embedded -am -Dmaven.test.skip=true package > "%target%\build.log" 2>&1
if errorlevel 1 (
  findstr /b /c:"[ERROR]" "%target%\build.log" 1>&2
  echo stn: the build failed; the whole log is %target%\build.log 1>&2
  exit /b 1
)
echo. > "%target%\built"
call :fresh
if errorlevel 1 (
  echo stn: the build left no %target%\stn-kernel.jar; the whole log is %target%\build.log 1>&2
  exit /b 1
)
exit /b 0
