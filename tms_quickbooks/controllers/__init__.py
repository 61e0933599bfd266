from . import oauth
from . import webconnector
from . import webhook
