from . import oauth
from . import webconnector
